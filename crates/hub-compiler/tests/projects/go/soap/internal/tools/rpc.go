// Tools of the group rpc.

package tools

import (
	"context"

	"example.com/class-mcp/internal/answer"
	"example.com/class-mcp/internal/auth"
	"example.com/class-mcp/internal/registry"
	"example.com/class-mcp/internal/soap"
	"example.com/class-mcp/internal/value"
)

var rpcTools = []registry.Tool{registry.New("func", func_)}

type funcArguments struct {
	Class string        `arg:"class"`
	Self  *value.Object `arg:"self"`
}

// func_ is a tool: }} * /
//
// rpc.func
func func_(ctx context.Context, call *registry.Call, given funcArguments) answer.Answer {
	made := soap.New("api-2", "api", "func", soap.Wrapped)
	made.Rename([2]string{"import", "@import"}, [2]string{"type", "@type"}, [2]string{"uenicoede", "ünïcödé"})
	made.Wrap("func", "urn:r\"")
	made.RequiredBody("class", "", 1, soap.Whole(given.Class))
	made.RequiredBody("self", "", 9, soap.Whole(given.Self))
	made.Answer("return", 1)
	made.Answer("def", 5)
	return call.Exchange(ctx, made, auth.BasicOrWsSecurityOrWsSecurityDigest)
}
