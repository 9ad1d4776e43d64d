// Tools of the group mutations.

package tools

import (
	"context"

	"example.com/hostile-mcp/internal/answer"
	"example.com/hostile-mcp/internal/auth"
	"example.com/hostile-mcp/internal/registry"
	"example.com/hostile-mcp/internal/request"
	"example.com/hostile-mcp/internal/value"
)

var mutationsTools = []registry.Tool{
	registry.New("await", await),
	registry.New("self", self),
	registry.New("self_s38pwh", selfS38pwh),
	registry.New("self_qv6xe6", selfQv6xe6),
}

type awaitArguments struct {
	Yield  *value.Object `arg:"yield"`
	Go     any           `arg:"go"`
	Match  *value.Object `arg:"match"`
	Fields *string       `arg:"fields"`
}

// await is a tool: Deletes 'everything'; drop table 'x'; --
//
// mutation await
func await(ctx context.Context, call *registry.Call, given awaitArguments) answer.Answer {
	made := request.Mutation(
		"api",
		"mutation await($yield: lambda!, $go: JSON, $match: Upload) { await(yield: $yield, go: $go, match: $match) ",
		"{ class fn }",
		" }",
	)
	made.Select(given.Fields, "fields")
	made.Variable("yield", given.Yield)
	made.Variable("go", given.Go)
	made.Files("match", given.Match, []string{})
	return call.Ask(ctx, made, auth.Token_, "await")
}

// self is a tool: mutation self
func self(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Mutation("api", "mutation self { self", "", " }")
	return call.Ask(ctx, made, auth.Token_, "self")
}

// selfS38pwh is a tool: mutation Self
func selfS38pwh(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Mutation("api", "mutation Self { Self", "", " }")
	return call.Ask(ctx, made, auth.Token_, "Self")
}

// selfQv6xe6 is a tool: mutation SELF
func selfQv6xe6(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Mutation("api", "mutation SELF { SELF", "", " }")
	return call.Ask(ctx, made, auth.Token_, "SELF")
}
