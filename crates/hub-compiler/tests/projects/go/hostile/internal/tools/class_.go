// Tools of the group class.

package tools

import (
	"context"
	"encoding/json"

	"example.com/every-kind-thing-mcp/internal/answer"
	"example.com/every-kind-thing-mcp/internal/auth"
	"example.com/every-kind-thing-mcp/internal/registry"
	"example.com/every-kind-thing-mcp/internal/request"
	"example.com/every-kind-thing-mcp/internal/value"
)

var classTools = []registry.Tool{registry.New("class", class), registry.New("import", import_)}

type classArguments struct {
	Value2fa       string        `arg:"2fa"`
	Filter         *string       `arg:"filter"`
	QUO            []json.Number `arg:"q_u_o"`
	Deep           *value.Object `arg:"deep"`
	Obj            *value.Object `arg:"obj"`
	XTrace         *string       `arg:"X-Trace"`
	SessIon        *string       `arg:"sess_ion"`
	Import         *bool         `arg:"import"`
	ArgumentRk9n5d *string       `arg:"argument_rk9n5d"`
	Res            *string       `arg:"res"`
	Fields         *string       `arg:"fields"`
	Self           []string      `arg:"self"`
}

// class is a tool: It's ' a * / test // [= 7*7 =] ${x} 'y' /
//
// POST /form/{2fa}/x
func class(ctx context.Context, call *registry.Call, given classArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.1")
	made.Text("/form/")
	made.Path("2fa", given.Value2fa)
	made.Text("/x")
	made.Query("$filter", given.Filter)
	made.Query("q'u\"o", given.QUO, request.Style("pipeDelimited", false))
	made.Query("deep", given.Deep, request.Style("deepObject", true))
	made.Query("obj", given.Obj, request.Content("application/json"))
	made.Query("import", given.Import)
	made.Query("日本", given.ArgumentRk9n5d)
	made.Query("res", given.Res, request.Reserved)
	made.Header("X-Trace", given.XTrace)
	made.Cookie("sess ion", given.SessIon)
	made.Form(
		request.Fields(request.Field("fields", given.Fields), request.Field("self", given.Self)),
		request.Required,
		request.Formatted("self", request.Style("spaceDelimited", false)),
	)
	return call.Send(ctx, made, auth.KEy)
}

type importArguments struct {
	File *value.Object `arg:"file"`
	Meta *value.Object `arg:"meta"`
	NaMe *string       `arg:"na_me"`
}

// import_ is a tool: POST /multi
func import_(ctx context.Context, call *registry.Call, given importArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.5")
	made.Text("/multi")
	made.Multipart(
		request.Fields(
			request.Field("file", given.File),
			request.Field("meta", given.Meta),
			request.Field("na\"me", given.NaMe),
		),
		request.Part("file", "", request.File),
	)
	return call.Send(ctx, made, auth.KEy)
}
