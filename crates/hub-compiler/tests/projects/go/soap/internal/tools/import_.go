// Tools of the group import.

package tools

import (
	"context"
	"encoding/json"

	"example.com/class-mcp/internal/answer"
	"example.com/class-mcp/internal/auth"
	"example.com/class-mcp/internal/registry"
	"example.com/class-mcp/internal/soap"
	"example.com/class-mcp/internal/value"
)

var importTools = []registry.Tool{registry.New("class", class), registry.New("fn_x_y", fnXY)}

type classArguments struct {
	HeaderClass *string       `arg:"header.class"`
	Yield       *value.Object `arg:"yield"`
	None        []json.Number `arg:"None"`
}

// class is a tool: '); panic(1); // ${x} 'y' {{z}}
//
// import.class
func class(ctx context.Context, call *registry.Call, given classArguments) answer.Answer {
	made := soap.New("api", "api", "urn:a\"b'c/{{d}}")
	made.Rename([2]string{"import", "@import"}, [2]string{"type", "@type"}, [2]string{"uenicoede", "ünïcödé"})
	made.Header("header.class", "urn:a\"b'c{{d}}${e}", 1, soap.Whole(given.HeaderClass))
	made.RequiredBody(
		"await",
		"urn:a\"b'c{{d}}${e}",
		2,
		soap.Fields(soap.Field("yield", given.Yield), soap.Field("None", given.None)),
	)
	made.Answer("return", 10)
	return call.Exchange(ctx, made, auth.BasicOrWsSecurityOrWsSecurityDigest)
}

type fnXYArguments struct {
	Yield *value.Object `arg:"yield"`
	None  []json.Number `arg:"None"`
}

// fnXY is a tool: import.fn.x-y
func fnXY(ctx context.Context, call *registry.Call, given fnXYArguments) answer.Answer {
	made := soap.New("api", "api", "", soap.OneWay)
	made.Rename([2]string{"import", "@import"}, [2]string{"type", "@type"}, [2]string{"uenicoede", "ünïcödé"})
	made.RequiredBody(
		"await",
		"urn:a\"b'c{{d}}${e}",
		2,
		soap.Fields(soap.Field("yield", given.Yield), soap.Field("None", given.None)),
	)
	return call.Exchange(ctx, made, auth.BasicOrWsSecurityOrWsSecurityDigest)
}
