// Tools without a group.

package tools

import (
	"context"

	"example.com/petstore-mcp/internal/answer"
	"example.com/petstore-mcp/internal/auth"
	"example.com/petstore-mcp/internal/registry"
	"example.com/petstore-mcp/internal/request"
)

var generalTools = []registry.Tool{registry.New("get_health", getHealth)}

// getHealth is a tool: Say whether the shop is open
//
// GET /health
func getHealth(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.New("GET", "api", "application/json, */*;q=0.1")
	made.Text("/health")
	return call.Send(ctx, made, auth.None)
}
