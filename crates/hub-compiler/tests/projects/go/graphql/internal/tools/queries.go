// Tools of the group queries.

package tools

import (
	"context"
	"encoding/json"

	"example.com/hostile-mcp/internal/answer"
	"example.com/hostile-mcp/internal/auth"
	"example.com/hostile-mcp/internal/registry"
	"example.com/hostile-mcp/internal/request"
	"example.com/hostile-mcp/internal/value"
)

var queriesTools = []registry.Tool{
	registry.New("type", type_),
	registry.New("import", import_),
	registry.New("def", def),
	registry.New("query_root", queryRoot),
	registry.New("query_1", query1),
	registry.New("string", string_),
}

type typeArguments struct {
	Class  *string       `arg:"class"`
	Self   *json.Number  `arg:"self"`
	Func   []string      `arg:"func"`
	None   *value.Object `arg:"None"`
	Init   *string       `arg:"__init"`
	Fields *string       `arg:"fields"`
}

// type_ is a tool: '; import os; os.system('x') #
//
// query type
func type_(ctx context.Context, call *registry.Call, given typeArguments) answer.Answer {
	made := request.Query(
		"api",
		"query type($class: String, $self: Int, $func: [fn!], $None: true_, $__init: ID) { type(class: $class, self: $self, func: $func, None: $None, __init: $__init) ",
		"{ class fn }",
		" }",
	)
	made.Select(given.Fields, "fields")
	made.Variable("class", given.Class)
	made.Variable("self", given.Self)
	made.Variable("func", given.Func)
	made.Variable("None", given.None)
	made.Variable("__init", given.Init)
	return call.Ask(ctx, made, auth.Token_, "type")
}

type importArguments struct {
	First  *json.Number `arg:"first"`
	After  *string      `arg:"after"`
	Return [][]bool     `arg:"return"`
	Fields *string      `arg:"fields"`
}

// import_ is a tool: 'backticks' ${template}
//
// query import
func import_(ctx context.Context, call *registry.Call, given importArguments) answer.Answer {
	made := request.Query(
		"api",
		"query import($first: Int, $after: String, $return: [[Boolean!]!]) { import(first: $first, after: $after, return: $return) ",
		"{ _ String type { class fn } _1 { __typename ... on def { class fn } ... on async { self Self SELF } } }",
		" }",
	)
	made.Select(given.Fields, "fields")
	made.Variable("first", given.First)
	made.Variable("after", given.After)
	made.Variable("return", given.Return)
	return call.Ask(ctx, made, auth.Token_, "import")
}

// def is a tool: query def
func def(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Query("api", "query def { def", "", " }")
	return call.Ask(ctx, made, auth.Token_, "def")
}

// queryRoot is a tool: query _
func queryRoot(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Query("api", "query _ { _", "", " }")
	return call.Ask(ctx, made, auth.Token_, "_")
}

type query1Arguments struct {
	Fields *string `arg:"fields"`
}

// query1 is a tool: query _1
func query1(ctx context.Context, call *registry.Call, given query1Arguments) answer.Answer {
	made := request.Query(
		"api",
		"query _1 { _1 ",
		"{ __typename ... on def { class fn } ... on async { self Self SELF } }",
		" }",
	)
	made.Select(given.Fields, "fields")
	return call.Ask(ctx, made, auth.Token_, "_1")
}

// string_ is a tool: query String
func string_(ctx context.Context, call *registry.Call, _ registry.None) answer.Answer {
	made := request.Query("api", "query String { String", "", " }")
	return call.Ask(ctx, made, auth.Token_, "String")
}
