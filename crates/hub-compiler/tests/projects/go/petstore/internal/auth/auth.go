// Package auth authenticates calls by exactly the schemes that the API's tools use. Secrets come from the environment and are never
// shown.
package auth

import (
	"fmt"
	"slices"
	"strings"

	"example.com/petstore-mcp/internal/cannot"
	"example.com/petstore-mcp/internal/request"
	"example.com/petstore-mcp/internal/settings"
)

// Requirement is a scheme by its name in the API's document, and the scopes that a call needs.
type Requirement struct {
	Scheme string
	Scopes []string
}

// Alternatives are the schemes that must be applied together; any one such set is enough. An empty one: none is needed.
type Alternatives [][]Requirement

func scheme(name string, scopes ...string) Requirement { return Requirement{name, scopes} }

// Scheme is how a secret is sent, and the variable that it comes from. What does not apply is empty.
type Scheme struct {
	Variable string
	Wanted   string
	Kind     string
	Place    string
	Name     string
	TokenURL string
}

// Credential is ready to be put into a request.
type Credential interface {
	Apply(outgoing *request.Outgoing)
}

// Access is the credentials of a call; Missing says in words what the operator would have to give.
type Access struct {
	Credentials []Credential
	Missing     string
}

// Authenticator chooses credentials by which secrets there are.
type Authenticator struct {
	secrets map[string]string
	made    map[string]Credential
}

// New reads the secrets. What can never work is said now.
func New(from settings.Settings) (*Authenticator, error) {
	authenticator := &Authenticator{secrets: map[string]string{}, made: map[string]Credential{}}
	for key, one := range Schemes {
		secret, err := from.Secret(one.Variable)
		if err != nil {
			return nil, err
		}
		if secret == "" {
			continue
		}
		credential, err := credentialOf(key, one, secret)
		if err != nil {
			return nil, err
		}
		authenticator.secrets[key] = secret
		authenticator.made[key] = credential
	}
	return authenticator, nil
}

// Secrets are all secrets.
func (a *Authenticator) Secrets() []string {
	var all []string
	for _, secret := range a.secrets {
		all = append(all, secret)
	}
	return all
}

// Access is the first alternative whose secrets are all there. One that needs none is the last resort.
func (a *Authenticator) Access(alternatives Alternatives) Access {
	for _, all := range alternatives {
		isMissing := func(one Requirement) bool { return a.secrets[one.Scheme] == "" }
		if len(all) == 0 || slices.ContainsFunc(all, isMissing) {
			continue
		}
		var access Access
		for _, one := range all {
			access.Credentials = append(access.Credentials, a.credential(one))
		}
		return access
	}
	var wanted []string
	for _, all := range alternatives {
		var together []string
		for _, one := range all {
			together = append(together, described(one.Scheme))
		}
		if len(all) > 0 && len(wanted) < 4 {
			wanted = append(wanted, strings.Join(together, " together with "))
		}
	}
	return Access{Missing: strings.Join(wanted, ", or ")}
}

func (a *Authenticator) credential(one Requirement) Credential { return a.made[one.Scheme] }

func described(key string) string {
	wanted := "not declared by the document"
	if one, ok := Schemes[key]; ok {
		wanted = one.Wanted
	}
	return fmt.Sprintf("`%s` (%s)", key, wanted)
}

// credentialOf makes a credential of a secret.
func credentialOf(key string, one Scheme, secret string) (Credential, error) {
	switch {
	case one.Kind == "api-key" && one.Place == "header":
		return headerOf(one.Name, secret, key)
	case one.Kind == "api-key":
		pair := request.Percent(one.Name) + "=" + request.Percent(secret)
		if one.Place == "query" {
			return query{pair}, nil
		}
		return cookie{pair}, nil
	default:
		if len(secret) > 7 && strings.EqualFold(secret[:7], "bearer ") {
			secret = strings.TrimSpace(secret[7:])
		}
		return headerOf("authorization", "Bearer "+secret, key)
	}
}

type header struct{ name, value string }

func headerOf(name, value, key string) (Credential, error) {
	if cannotBeSent(value) {
		return nil, cannot.BeStarted("the secret of `%s` has characters in it that no header can carry", key)
	}
	return header{strings.ToLower(name), value}, nil
}

// cannotBeSent tells whether no header can carry a text.
func cannotBeSent(text string) bool {
	return strings.ContainsFunc(text, func(letter rune) bool { return letter < ' ' && letter != '\t' || letter == 0x7f })
}

func (h header) Apply(outgoing *request.Outgoing) { outgoing.Headers[h.name] = h.value }

type query struct{ pair string }

func (q query) Apply(outgoing *request.Outgoing) {
	outgoing.Target = request.WithQuery(outgoing.Target, q.pair)
}

type cookie struct{ pair string }

func (c cookie) Apply(outgoing *request.Outgoing) {
	if cookies := outgoing.Headers["cookie"]; cookies != "" {
		outgoing.Headers["cookie"] = cookies + "; " + c.pair
	} else {
		outgoing.Headers["cookie"] = c.pair
	}
}
