// Tools of the group import.

package tools

import (
	"context"
	"encoding/json"

	"example.com/every-kind-thing-mcp/internal/answer"
	"example.com/every-kind-thing-mcp/internal/auth"
	"example.com/every-kind-thing-mcp/internal/registry"
	"example.com/every-kind-thing-mcp/internal/request"
)

var importTools = []registry.Tool{registry.New("xml_put", xmlPut)}

type xmlPutArguments struct {
	Matrix []string     `arg:"matrix"`
	Label  []string     `arg:"label"`
	ID     *json.Number `arg:"id"`
	Tags   []string     `arg:"tags"`
}

// xmlPut is a tool: PUT /xml/{matrix}/{label}
func xmlPut(ctx context.Context, call *registry.Call, given xmlPutArguments) answer.Answer {
	made := request.New("PUT", "api", "text/html, */*;q=0.1")
	made.Text("/xml/")
	made.Path("matrix", given.Matrix, request.Style("matrix", true))
	made.Text("/")
	made.Path("label", given.Label, request.Style("label", false))
	made.XML(
		request.Fields(request.Field("id", given.ID), request.Field("tags", given.Tags)),
		"xml_put",
		request.Required,
	)
	return call.Send(ctx, made, auth.BasicOrOauth)
}
