package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/oasdiff/yaml"
)

func read(file string) (any, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var document map[string]any
	err = json.Unmarshal(text, &document)
	if err != nil { // YAML, or JSON with a comma too many, which YAML allows
		document = nil
		_, err = yaml.Unmarshal(text, &document, yaml.DecodeOpts{})
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"file": file, "root": document}, nil
}

// Slice is an operation with what it needs of its document.
type Slice struct {
	file string
	root map[string]any
}

// Of a path item or an operation, what says nothing of requests.
var silent = []string{"servers", "callbacks", "responses"}

// slice takes one operation out of a document. Nothing that bears on requests is changed; servers are, as the runner stands
// in for all of them.
func slice(document any, operation string) (Slice, error) {
	whole := document.(map[string]any)
	root, file := whole["root"].(map[string]any), whole["file"].(string)
	method, path, _ := strings.Cut(operation, " ")
	paths, _ := root["paths"].(map[string]any)
	item, ok := paths[path].(map[string]any)
	if !ok {
		return Slice{}, fmt.Errorf("the document's root has no path %q", path)
	}
	out := map[string]any{"info": map[string]any{"title": "one operation", "version": "1"}}
	for _, name := range []string{"openapi", "swagger", "security", "consumes", "jsonSchemaDialect"} {
		if value, ok := root[name]; ok {
			out[name] = value
		}
	}
	for _, name := range []string{"openapi", "swagger"} {
		if number, ok := root[name].(float64); ok { // YAML without quotes
			out[name] = fmt.Sprintf("%.1f", number)
		}
	}
	out["paths"] = map[string]any{path: lone(item, strings.ToLower(method))}
	if _, old := root["swagger"]; old {
		out["host"] = "judge.example"
		copyAt(root, out, []string{"securityDefinitions"})
	} else {
		out["servers"] = []any{map[string]any{"url": base}}
		copyAt(root, out, []string{"components", "securitySchemes"})
	}
	reach(root, out, out["paths"], map[string]bool{})
	return Slice{file, out}, nil
}

// lone is a path item with one method and without what says nothing of requests.
func lone(item map[string]any, method string) map[string]any {
	made := map[string]any{}
	for _, name := range []string{"parameters", "$ref"} {
		if value, ok := item[name]; ok {
			made[name] = value
		}
	}
	operation, ok := item[method].(map[string]any)
	if !ok {
		return made
	}
	bare := map[string]any{}
	for name, value := range operation {
		bare[name] = value
	}
	for _, name := range silent {
		delete(bare, name)
	}
	bare["responses"] = map[string]any{"default": map[string]any{"description": "left out"}}
	delete(bare, "tags")
	made[method] = bare
	return made
}

// reach copies what the references below `value` point to, and what that points to.
func reach(root, out map[string]any, value any, seen map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for _, one := range value {
			reach(root, out, one, seen)
		}
	case []any:
		for _, one := range value {
			reach(root, out, one, seen)
		}
	case string:
		if !strings.HasPrefix(value, "#/") || seen[value] {
			return
		}
		seen[value] = true
		parts := strings.Split(value[2:], "/")
		depth := 2
		if parts[0] == "components" {
			depth = 3
		}
		parts = parts[:min(depth, len(parts))]
		for i, part := range parts {
			if plain, err := url.PathUnescape(part); err == nil {
				part = plain
			}
			parts[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
		}
		reach(root, out, copyAt(root, out, parts), seen)
	}
}

// copyAt copies what stands at a place of one document to the same place of another, unless something stands there.
func copyAt(from, to map[string]any, parts []string) any {
	for i, part := range parts {
		value, ok := from[part]
		if !ok {
			return nil
		}
		if i == len(parts)-1 {
			if _, taken := to[part]; !taken {
				to[part] = value
			}
			return value
		}
		next, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		if _, ok := to[part].(map[string]any); !ok {
			to[part] = map[string]any{}
		}
		from, to = next, to[part].(map[string]any)
	}
	return nil
}
