/** Tools of the group queries. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { GraphQl } from "../graphql.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";

interface TypeArguments {
  class?: string;
  self?: number;
  func?: ("def" | "class" | "None_" | "_")[];
  None?: Record<string, unknown>;
  __init?: string;
  fields?: string;
}

/**
 * '''; import os; os.system('x') #
 *
 * query type
 */
async function type(call: Call, given: TypeArguments): Promise<Answer> {
  const operation = {
    head: "query type($class: String, $self: Int, $func: [fn!], $None: true_, $__init: ID) { type(class: $class, self: $self, func: $func, None: $None, __init: $__init) ",
    selection: "{ class fn }",
    tail: " }",
    field: "type",
  };
  const request = new GraphQl("api", operation, true);
  request.select(given.fields, "fields");
  request.variable("class", given.class);
  request.variable("self", given.self);
  request.variable("func", given.func);
  request.variable("None", given.None);
  request.variable("__init", given.__init);
  return call.send(request, auth.TOKEN);
}

interface ImportArguments {
  first?: number;
  after?: string;
  return?: boolean[][];
  fields?: string;
}

/**
 * 'backticks' ${template}
 *
 * query import
 */
async function import_(call: Call, given: ImportArguments): Promise<Answer> {
  const operation = {
    head: "query import($first: Int, $after: String, $return: [[Boolean!]!]) { import(first: $first, after: $after, return: $return) ",
    selection:
      "{ _ String type { class fn } _1 { __typename ... on def { class fn } ... on async { self Self SELF } } }",
    tail: " }",
    field: "import",
  };
  const request = new GraphQl("api", operation, true);
  request.select(given.fields, "fields");
  request.variable("first", given.first);
  request.variable("after", given.after);
  request.variable("return", given.return);
  return call.send(request, auth.TOKEN);
}

/**
 * query def
 */
async function def(call: Call): Promise<Answer> {
  const operation = { head: "query def { def", selection: "", tail: " }", field: "def" };
  const request = new GraphQl("api", operation, true);
  return call.send(request, auth.TOKEN);
}

/**
 * query _
 */
async function queryRoot(call: Call): Promise<Answer> {
  const operation = { head: "query _ { _", selection: "", tail: " }", field: "_" };
  const request = new GraphQl("api", operation, true);
  return call.send(request, auth.TOKEN);
}

interface Query1Arguments {
  fields?: string;
}

/**
 * query _1
 */
async function query1(call: Call, given: Query1Arguments): Promise<Answer> {
  const operation = {
    head: "query _1 { _1 ",
    selection: "{ __typename ... on def { class fn } ... on async { self Self SELF } }",
    tail: " }",
    field: "_1",
  };
  const request = new GraphQl("api", operation, true);
  request.select(given.fields, "fields");
  return call.send(request, auth.TOKEN);
}

/**
 * query String
 */
async function string(call: Call): Promise<Answer> {
  const operation = { head: "query String { String", selection: "", tail: " }", field: "String" };
  const request = new GraphQl("api", operation, true);
  return call.send(request, auth.TOKEN);
}

export const TOOLS: Group = [
  tool("type", type),
  tool("import", import_),
  tool("def", def),
  tool("query_root", queryRoot),
  tool("query_1", query1),
  tool("string", string),
];
