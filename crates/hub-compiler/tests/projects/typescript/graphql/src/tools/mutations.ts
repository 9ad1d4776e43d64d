/** Tools of the group mutations. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { GraphQl } from "../graphql.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";

interface AwaitArguments {
  yield: Record<string, unknown>;
  go?: unknown;
  match?: Record<string, unknown>;
  fields?: string;
}

/**
 * Deletes 'everything'; drop table 'x'; --
 *
 * mutation await
 */
async function await_(call: Call, given: AwaitArguments): Promise<Answer> {
  const operation = {
    head: "mutation await($yield: lambda!, $go: JSON, $match: Upload) { await(yield: $yield, go: $go, match: $match) ",
    selection: "{ class fn }",
    tail: " }",
    field: "await",
  };
  const request = new GraphQl("api", operation);
  request.select(given.fields, "fields");
  request.variable("yield", given.yield);
  request.variable("go", given.go);
  request.upload("match", given.match, "");
  return call.send(request, auth.TOKEN);
}

/**
 * mutation self
 */
async function self(call: Call): Promise<Answer> {
  const operation = { head: "mutation self { self", selection: "", tail: " }", field: "self" };
  const request = new GraphQl("api", operation);
  return call.send(request, auth.TOKEN);
}

/**
 * mutation Self
 */
async function selfS38pwh(call: Call): Promise<Answer> {
  const operation = { head: "mutation Self { Self", selection: "", tail: " }", field: "Self" };
  const request = new GraphQl("api", operation);
  return call.send(request, auth.TOKEN);
}

/**
 * mutation SELF
 */
async function selfQv6xe6(call: Call): Promise<Answer> {
  const operation = { head: "mutation SELF { SELF", selection: "", tail: " }", field: "SELF" };
  const request = new GraphQl("api", operation);
  return call.send(request, auth.TOKEN);
}

export const TOOLS: Group = [
  tool("await", await_),
  tool("self", self),
  tool("self_s38pwh", selfS38pwh),
  tool("self_qv6xe6", selfQv6xe6),
];
