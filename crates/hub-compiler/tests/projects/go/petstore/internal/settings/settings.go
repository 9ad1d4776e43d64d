// Package settings reads the environment: README.md says which variables there are.
package settings

import (
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"example.com/petstore-mcp/internal/cannot"
)

// Upstream is where an API is: a URL with placeholders, and the variables that change it.
type Upstream struct {
	Variable     string
	URL          string
	Placeholders []Placeholder
}

// Placeholder is a part of an upstream's URL.
type Placeholder struct {
	Name     string
	Variable string
	Default  string
}

// Upstreams are the APIs by the names that tools know.
var Upstreams = map[string]Upstream{
	"api": {
		Variable: "UPSTREAM_URL",
		URL:      "http://127.0.0.1:8081",
	},
}

// Settings are what an operator may set.
type Settings struct {
	// Lookup is the value of a variable; empty where it is not set.
	Lookup func(variable string) string
}

// FromEnvironment are the settings of this process.
func FromEnvironment() Settings {
	return Settings{os.Getenv}
}

// Upstream is the base URL of an upstream; empty where neither the document nor the operator says.
func (s Settings) Upstream(key string) string {
	upstream := Upstreams[key]
	if given := strings.TrimSpace(s.Lookup(upstream.Variable)); given != "" {
		return given
	}
	url := upstream.URL
	for _, one := range upstream.Placeholders {
		value := s.Lookup(one.Variable)
		if value == "" {
			value = one.Default
		}
		url = strings.ReplaceAll(url, "{"+one.Name+"}", value)
	}
	return url
}

// Secret is in the variable, or in the file that VARIABLE_FILE names; empty where there is none.
func (s Settings) Secret(variable string) (string, error) {
	if given := s.Lookup(variable); given != "" {
		return strings.TrimSpace(given), nil
	}
	path := s.Lookup(variable + "_FILE")
	if path == "" {
		return "", nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", cannot.BeStarted("%s_FILE: %s cannot be read", variable, path)
	}
	return strings.TrimSpace(string(text)), nil
}

// Headers are sent with every request to the API: `Name: value`, one a line.
func (s Settings) Headers() map[string]string {
	headers := map[string]string{}
	for line := range strings.SplitSeq(s.Lookup("UPSTREAM_HEADERS"), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			headers[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return headers
}

// Timeout is how long a call may take, with all its attempts.
func (s Settings) Timeout() (time.Duration, error) {
	seconds, err := s.number("UPSTREAM_TIMEOUT", 60)
	return time.Duration(seconds * float64(time.Second)), err
}

// Host is the address to listen at.
func (s Settings) Host() string {
	if host := s.Lookup("HOST"); host != "" {
		return host
	}
	return "127.0.0.1"
}

// Port is the port to listen at; 0 for any that is free.
func (s Settings) Port() (int, error) {
	port, err := s.number("PORT", 8080)
	return int(port), err
}

// AllowedHosts are the names under which clients may reach the server, beside loopback ones.
func (s Settings) AllowedHosts() []string {
	var names []string
	for name := range strings.SplitSeq(s.Lookup("ALLOWED_HOSTS"), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (s Settings) number(variable string, usual float64) (float64, error) {
	given := s.Lookup(variable)
	if given == "" {
		return usual, nil
	}
	value, err := strconv.ParseFloat(given, 64)
	if err != nil || value < 0 || math.IsNaN(value) || value > 1e9 {
		return 0, cannot.BeStarted("%s: `%s` is no number that fits here", variable, given)
	}
	return value, nil
}
