// OAuth 2 client credentials (RFC 6749 section 4.4): one token for all calls, fetched again before it expires.

package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/every-kind-thing-mcp/internal/request"
)

const (
	// A token is not used in its last moments: it would expire on the way.
	skew = 30 * time.Second
	// For this long a failure is answered without asking again.
	pause = 2 * time.Second
	// How long a token endpoint may take.
	patience = 30 * time.Second
	// A token endpoint says no more than this of why it refuses.
	longest = 200
)

// CannotAuthenticate is why no token could be had; the text is for the model.
type CannotAuthenticate struct{ text string }

func (c *CannotAuthenticate) Error() string { return c.text }

// grant asks a token endpoint for an access token.
type grant func(ctx context.Context, endpoint string) (*oauth2.Token, error)

// Token is an access token that is fetched when it is needed. Calls that come meanwhile wait for the same one.
type Token struct {
	scheme   string
	tokenURL string
	grant    grant

	fetching sync.Mutex
	token    *oauth2.Token
	failed   error
	failedAt time.Time
}

func newToken(scheme, tokenURL string, grant grant) *Token {
	return &Token{scheme: scheme, tokenURL: tokenURL, grant: grant}
}

// ofClient asks with the credentials of a client, which the library sends by basic authentication first, and then in the body, as enough
// servers want it.
func ofClient(secret string, scopes []string) grant {
	id, password, _ := strings.Cut(secret, ":")
	return func(ctx context.Context, endpoint string) (*oauth2.Token, error) {
		config := clientcredentials.Config{ClientID: id, ClientSecret: password, Scopes: scopes, TokenURL: endpoint}
		if password == "" {
			// A public client has nothing to prove (RFC 6749 section 3.2.1).
			config.AuthStyle = oauth2.AuthStyleInParams
		}
		return config.Token(ctx)
	}
}

// Apply puts it into a request.
func (t *Token) Apply(outgoing *request.Outgoing) {
	outgoing.Headers["authorization"] = "Bearer " + t.Value()
}

// Value is the token itself; empty before there is one.
func (t *Token) Value() string {
	t.fetching.Lock()
	defer t.fetching.Unlock()
	if t.token == nil {
		return ""
	}
	return t.token.AccessToken
}

// Forget drops a token that was refused, unless another call has replaced it already.
func (t *Token) Forget(value string) {
	t.fetching.Lock()
	defer t.fetching.Unlock()
	if t.token != nil && t.token.AccessToken == value {
		t.token = nil
	}
}

// refresh makes sure that there is a token that is still good.
func (t *Token) refresh(ctx context.Context, base string) error {
	t.fetching.Lock()
	defer t.fetching.Unlock()
	if t.token != nil && (t.token.Expiry.IsZero() || time.Until(t.token.Expiry) > 0) {
		return nil
	}
	if t.failed != nil && time.Since(t.failedAt) < pause {
		return t.failed
	}
	token, err := t.fetch(ctx, base)
	if err != nil {
		text := fmt.Sprintf("no access token for `%s`: %v; the operator has to look into it", t.scheme, err)
		t.token, t.failed, t.failedAt = nil, &CannotAuthenticate{text}, time.Now()
		return t.failed
	}
	t.token, t.failed = token, nil
	return nil
}

func (t *Token) fetch(ctx context.Context, base string) (*oauth2.Token, error) {
	root, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	endpoint, err := root.Parse(t.tokenURL)
	if err != nil {
		return nil, err
	}
	// No redirect is followed: it would carry the secret to where nobody said.
	client := &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	token, err := t.grant(context.WithValue(ctx, oauth2.HTTPClient, client), endpoint.String())
	if err != nil {
		return nil, reason(err)
	}
	if life := time.Until(token.Expiry); !token.Expiry.IsZero() {
		token.Expiry = time.Now().Add(max(life-skew, life/2))
	}
	return token, nil
}

// reason says why there is no token, without what the endpoint was sent.
func reason(err error) error {
	var refused *oauth2.RetrieveError
	var broken *url.Error
	switch {
	case errors.As(err, &refused) && refused.Response.StatusCode >= 300 && refused.Response.StatusCode < 400:
		return errors.New("the token endpoint redirected, which is not followed")
	case errors.As(err, &refused):
		words := []rune(strings.TrimSpace(refused.ErrorCode + " " + refused.ErrorDescription))
		words = words[:min(len(words), longest)]
		return errors.New(strings.TrimSpace(fmt.Sprintf("the token endpoint answered %d %s", refused.Response.StatusCode, string(words))))
	case errors.As(err, &broken) && broken.Timeout():
		return errors.New("the token endpoint did not answer in time")
	default:
		return err
	}
}
