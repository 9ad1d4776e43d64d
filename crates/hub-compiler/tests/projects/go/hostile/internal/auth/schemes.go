// The schemes that the API's tools use, and the sets of them that calls need.

package auth

// Schemes by their names in the API's document.
var Schemes = map[string]Scheme{
	"basic": {
		Variable: "AUTH_BASIC",
		Wanted:   "user:password",
		Kind:     "basic",
	},
	"cookie": {
		Variable: "AUTH_COOKIE",
		Wanted:   "API key `sid`",
		Kind:     "api-key",
		Place:    "cookie",
		Name:     "sid",
	},
	"digest": {
		Variable: "AUTH_DIGEST",
		Wanted:   "user:password",
		Kind:     "http",
		Name:     "digest",
	},
	"k\"ey": {
		Variable: "AUTH_K_EY",
		Wanted:   "API key `X-Key`",
		Kind:     "api-key",
		Place:    "header",
		Name:     "X-Key",
	},
	"oauth": {
		Variable: "AUTH_OAUTH",
		Wanted:   "client_id:client_secret or access token",
		Kind:     "bearer",
		TokenURL: "/token",
	},
	"query": {
		Variable: "AUTH_QUERY",
		Wanted:   "API key `key[x]`",
		Kind:     "api-key",
		Place:    "query",
		Name:     "key[x]",
	},
}

// None is of calls that go without credentials.
var None Alternatives

// KEy is of calls that need one of these sets.
var KEy = Alternatives{{scheme("k\"ey")}}

// BasicOrOauth is of calls that need one of these sets.
var BasicOrOauth = Alternatives{{scheme("basic")}, {scheme("oauth", "read:x")}}

// DigestAndKEy is of calls that need one of these sets.
var DigestAndKEy = Alternatives{{scheme("digest"), scheme("k\"ey")}}

// CookieOrQuery is of calls that need one of these sets.
var CookieOrQuery = Alternatives{{scheme("cookie")}, {scheme("query")}, {}}
