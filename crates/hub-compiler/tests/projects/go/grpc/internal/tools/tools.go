// Package tools has the tools, one function each, in files by the API's own groups.
package tools

import (
	"slices"

	"example.com/self-class-mcp/internal/registry"
)

// All are all tools.
func All() []registry.Tool {
	return slices.Concat(serviceTools)
}
