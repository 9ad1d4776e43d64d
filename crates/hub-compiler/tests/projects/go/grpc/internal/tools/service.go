// Tools of the group Service.

package tools

import (
	"context"
	"encoding/json"

	"example.com/self-class-mcp/internal/answer"
	"example.com/self-class-mcp/internal/auth"
	"example.com/self-class-mcp/internal/registry"
	"example.com/self-class-mcp/internal/rpc"
	"example.com/self-class-mcp/internal/value"
)

var serviceTools = []registry.Tool{
	registry.New("class", class),
	registry.New("func", func_),
	registry.New("await", await),
	registry.New("import", import_),
	registry.New("self", self),
}

type classArguments struct {
	ABCDEF         *string       `arg:"a_b_c_d_e_f"`
	Def            *string       `arg:"def"`
	Fn             *value.Object `arg:"fn"`
	Self           *string       `arg:"self"`
	Type           *string       `arg:"type"`
	Go             *string       `arg:"go"`
	Yield          *string       `arg:"yield"`
	Lambda         []string      `arg:"lambda"`
	ArgumentPydy9s *json.Number  `arg:"argument_pydy9s"`
	Ue7j7q3s       *string       `arg:"ue_7j7q3s"`
}

// class is a tool: '; import os; os.system('x') # /
//
// self.class.Service/Class
func class(ctx context.Context, call *registry.Call, given classArguments) answer.Answer {
	made := rpc.New("api", "api", "/self.class.Service/Class", "self.class.def", "self.class.def")
	made.Rename([2]string{"argument_8exqrv", "'''"}, [2]string{"argument_dsec26", ""})
	made.Field("a\"b'c`d${e}{{f}}", given.ABCDEF)
	made.Field("def", given.Def)
	made.Field("fn", given.Fn)
	made.Field("self", given.Self)
	made.Field("type", given.Type)
	made.Field("go", given.Go)
	made.Field("yield", given.Yield)
	made.Field("lambda", given.Lambda)
	made.Field("*/", given.ArgumentPydy9s)
	made.Field("ü中", given.Ue7j7q3s)
	return call.Invoke(ctx, made, auth.Token_)
}

type funcArguments struct {
	Self           *value.Object `arg:"Self"`
	Argument8exqrv *json.Number  `arg:"argument_8exqrv"`
	Return         *json.Number  `arg:"return"`
	ArgumentDsec26 *string       `arg:"argument_dsec26"`
}

// func_ is a tool: '); panic(1); // ${x}
//
// self.class.Service/func
func func_(ctx context.Context, call *registry.Call, given funcArguments) answer.Answer {
	made := rpc.New("api", "api", "/self.class.Service/func", "self.class.Type", "self.class.Type", rpc.Streams)
	made.Field("Self", given.Self)
	made.Field("'''", given.Argument8exqrv)
	made.Field("return", given.Return)
	made.Field("", given.ArgumentDsec26)
	return call.Invoke(ctx, made, auth.Token_)
}

type awaitArguments struct {
	Messages []*value.Object `arg:"messages"`
}

// await is a tool: self.class.Service/await
func await(ctx context.Context, call *registry.Call, given awaitArguments) answer.Answer {
	made := rpc.New("api", "api", "/self.class.Service/await", "self.class.Type", "self.class.Else")
	made.Rename([2]string{"argument_8exqrv", "'''"}, [2]string{"argument_dsec26", ""})
	made.Stream(given.Messages, "messages")
	return call.Invoke(ctx, made, auth.Token_)
}

type importArguments struct {
	Value *value.Object `arg:"value"`
}

// import_ is a tool: self.class.Service/import
func import_(ctx context.Context, call *registry.Call, given importArguments) answer.Answer {
	made := rpc.New("api", "api", "/self.class.Service/import", "google.protobuf.Struct", "google.protobuf.Value")
	made.Whole(given.Value, "value")
	return call.Invoke(ctx, made, auth.Token_)
}

type selfArguments struct {
	Self  *value.Object `arg:"self"`
	Self_ *string       `arg:"Self"`
	Init  *bool         `arg:"Init"`
}

// self is a tool: self.class.Service/Self
func self(ctx context.Context, call *registry.Call, given selfArguments) answer.Answer {
	made := rpc.New("api", "api", "/self.class.Service/Self", "self.class.Self", "self.class.Self")
	made.Field("self", given.Self)
	made.Field("Self", given.Self_)
	made.Field("Init", given.Init)
	return call.Invoke(ctx, made, auth.Token_)
}
