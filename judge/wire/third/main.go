// The third judge: kin-openapi, and libopenapi-validator where kin-openapi has no reader for a body.
//
// third CALLS VERDICTS: one JSON object a line, {"file", "operation", "request"} in, {"verdict", "words", "judge"} out.
// It is shown the operation alone: its path item without responses, and the components that it reaches. So neither a broken
// response nor a large document keeps it from judging a request.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// Call is one captured request and the operation that it is held against.
type Call struct {
	File      string  `json:"file"`
	Operation string  `json:"operation"`
	Request   Request `json:"request"`
}

// Request is what arrived, as the runner's upstream wrote it down.
type Request struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body_base64"`
}

// Verdict is "valid", "invalid" or "cannot", with the judge's own words.
type Verdict struct {
	Verdict string `json:"verdict"`
	Words   string `json:"words,omitempty"`
	Judge   string `json:"judge"`
}

const base = "http://judge.example"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: third CALLS VERDICTS")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(question, answer string) error {
	in, err := os.Open(question)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(answer)
	if err != nil {
		return err
	}
	defer out.Close()
	lines := bufio.NewReader(in)
	encoder := json.NewEncoder(out)
	documents := map[string]any{}
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var call Call
			if err := json.Unmarshal(line, &call); err != nil {
				return err
			}
			if err := encoder.Encode(judge(documents, call)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func judge(documents map[string]any, call Call) (verdict Verdict) {
	defer func() {
		if fault := recover(); fault != nil {
			verdict = Verdict{"cannot", fmt.Sprintf("the judge fell: %v", fault), "kin-openapi"}
		}
	}()
	document, ok := documents[call.File]
	if !ok {
		var err error
		if document, err = read(call.File); err != nil {
			document = err
		}
		documents[call.File] = document
	}
	if err, failed := document.(error); failed {
		return Verdict{"cannot", "document: " + err.Error(), "kin-openapi"}
	}
	alone, err := slice(document, call.Operation)
	if err != nil {
		return Verdict{"cannot", err.Error(), "kin-openapi"}
	}
	path := strings.SplitN(call.Operation, " ", 2)[1]
	readings, err := pathParams(path, call.Request.URL)
	if err != nil {
		return Verdict{"invalid", err.Error(), "kin-openapi"}
	}
	for _, params := range readings {
		if verdict = kin(alone, path, params, call); verdict.Verdict != "invalid" {
			break
		}
	}
	if verdict.Verdict == "cannot" && strings.Contains(call.Request.Headers["content-type"], "xml") {
		return libopenapi(alone, path, call)
	}
	return verdict
}

// received makes the request anew, as a server reads it.
func (request Request) received() (*http.Request, error) {
	body, err := base64.StdEncoding.DecodeString(request.Body)
	if err != nil {
		return nil, err
	}
	made, err := http.NewRequest(request.Method, base+request.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range request.Headers {
		made.Header.Set(name, value)
	}
	return made, nil
}

var templated = regexp.MustCompile(`\{[^{}]*\}`)

// pathParams matches a request against the template of its own operation; a query within the template is matched as one.
// Where two parameters stand side by side there are several readings.
func pathParams(template, sent string) ([]map[string]string, error) {
	template, _, _ = strings.Cut(template, "#")
	template, inQuery, _ := strings.Cut(template, "?")
	path, query, _ := strings.Cut(sent, "?")
	if !strings.HasPrefix(template, "/") { // a path without its slash can only mean the one with it
		path = strings.TrimPrefix(path, "/")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	readings := []map[string]string{}
	for _, hole := range holes(template, path) {
		params, err := fill(template, path, hole)
		if err != nil {
			continue
		}
		for _, pair := range strings.Split(inQuery, "&") {
			name, value, _ := strings.Cut(pair, "=")
			if name != "" && !values.Has(name) {
				return nil, fmt.Errorf("the path's query %q is not in the request", name)
			}
			more, err := fill(value, url.PathEscape(values.Get(name)), `(.*)`)
			if err != nil {
				return nil, err
			}
			for name, value := range more {
				params[name] = value
			}
		}
		readings = append(readings, params)
	}
	if len(readings) == 0 {
		return nil, fmt.Errorf("%q does not match the path %q", path, template)
	}
	return readings, nil
}

// holes are the ways to read the first of two parameters side by side: by its length.
func holes(template, path string) []string {
	if !strings.Contains(template, "}{") {
		return []string{`([^/]*)`}
	}
	found := []string{}
	for length := 1; length < min(len(path), 200); length++ {
		found = append(found, fmt.Sprintf(`([^/]{%d})`, length))
	}
	return found
}

// fill reads the parameters of a template; `hole` is the pattern of one that another follows at once, if any does.
func fill(template, sent, hole string) (map[string]string, error) {
	names := []string{}
	pattern := "^"
	at := 0
	for _, found := range templated.FindAllStringIndex(template, -1) {
		pattern += regexp.QuoteMeta(escaped(template[at:found[0]]))
		switch {
		case strings.HasPrefix(template[found[1]:], "{"):
			pattern += hole
		case strings.HasPrefix(hole, `(.`):
			pattern += `(.*)`
		default:
			pattern += `([^/]*)`
		}
		names = append(names, template[found[0]+1:found[1]-1])
		at = found[1]
	}
	pattern += regexp.QuoteMeta(escaped(template[at:])) + "$"
	matched := regexp.MustCompile(pattern).FindStringSubmatch(escaped(sent))
	if matched == nil {
		return nil, fmt.Errorf("%q does not match the path %q", sent, template)
	}
	params := map[string]string{}
	for i, name := range names {
		value, err := url.PathUnescape(matched[i+1])
		if err != nil {
			return nil, err
		}
		params[name] = value
	}
	return params, nil
}

// escaped is the one spelling of a path in which two are compared; holes are cut out before.
func escaped(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			parts[i] = url.PathEscape(plain)
		}
	}
	return strings.Join(parts, "/")
}
