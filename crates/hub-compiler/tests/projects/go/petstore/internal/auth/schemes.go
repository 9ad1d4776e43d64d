// The schemes that the API's tools use, and the sets of them that calls need.

package auth

// Schemes by their names in the API's document.
var Schemes = map[string]Scheme{
	"api_key": {
		Variable: "AUTH_API_KEY",
		Wanted:   "API key `X-Api-Key`",
		Kind:     "api-key",
		Place:    "header",
		Name:     "X-Api-Key",
	},
}

// None is of calls that go without credentials.
var None Alternatives

// APIKey is of calls that need one of these sets.
var APIKey = Alternatives{{scheme("api_key")}}
