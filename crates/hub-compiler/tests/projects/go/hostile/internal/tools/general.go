// Tools without a group.

package tools

import (
	"context"

	"example.com/every-kind-thing-mcp/internal/answer"
	"example.com/every-kind-thing-mcp/internal/auth"
	"example.com/every-kind-thing-mcp/internal/registry"
	"example.com/every-kind-thing-mcp/internal/request"
	"example.com/every-kind-thing-mcp/internal/value"
)

var generalTools = []registry.Tool{
	registry.New("text", text),
	registry.New("bin", bin),
	registry.New("lines", lines),
	registry.New("json", json_),
	registry.New("whole", whole),
}

type textArguments struct {
	Body *string `arg:"body"`
}

// text is a tool: POST /text
func text(ctx context.Context, call *registry.Call, given textArguments) answer.Answer {
	made := request.New("POST", "api", "text/plain, */*;q=0.1")
	made.Text("/text")
	made.TextBody(given.Body)
	return call.Send(ctx, made, auth.DigestAndKEy)
}

type binArguments struct {
	File        *value.Object `arg:"file"`
	ContentType *string       `arg:"content_type"`
}

// bin is a tool: POST /bin
func bin(ctx context.Context, call *registry.Call, given binArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.5")
	made.Text("/bin")
	made.NamedType(given.ContentType, "content_type")
	made.Binary(given.File, "file", request.MediaType("application/octet-stream"))
	return call.Send(ctx, made, auth.CookieOrQuery)
}

type linesArguments struct {
	Body []*value.Object `arg:"body"`
}

// lines is a tool: POST /lines
func lines(ctx context.Context, call *registry.Call, given linesArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.5")
	made.Text("/lines")
	made.JSONLines(given.Body)
	return call.Send(ctx, made, auth.KEy)
}

type jsonArguments struct {
	Name   string                  `arg:"name"`
	ABC    *value.Object           `arg:"a_b_c"`
	Nul    *value.Nullable[string] `arg:"nul"`
	Others *value.Object
}

// json_ is a tool: PATCH /json
func json_(ctx context.Context, call *registry.Call, given jsonArguments) answer.Answer {
	made := request.New("PATCH", "api", "application/json, */*;q=0.1")
	made.Text("/json")
	made.Rename([2]string{"we_ird", "we ird/$"})
	made.JSON(
		request.Fields(
			request.Field("name", given.Name),
			request.Field("a b$c", given.ABC),
			request.Field("nul", given.Nul),
		).And(given.Others),
		request.Required,
		request.MediaType("application/merge-patch+json"),
	)
	return call.Send(ctx, made, auth.KEy)
}

type wholeArguments struct {
	Body []string `arg:"body"`
}

// whole is a tool: POST /whole
func whole(ctx context.Context, call *registry.Call, given wholeArguments) answer.Answer {
	made := request.New("POST", "api", "application/json, */*;q=0.1")
	made.Text("/whole")
	made.JSON(request.Whole(given.Body))
	return call.Send(ctx, made, auth.KEy)
}
