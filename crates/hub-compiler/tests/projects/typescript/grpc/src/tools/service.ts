/** Tools of the group Service. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { Rpc } from "../grpc.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";

interface ClassArguments {
  a_b_c_d_e_f?: string;
  def?: string;
  fn?: Record<string, unknown>;
  self?: string;
  type?: string;
  go?: string;
  yield?: string;
  lambda?: ("None" | "class_" | "fn_" | "True")[];
  argument_pydy9s?: number;
  ue_7j7q3s?: string;
}

/**
 * '''; import os; os.system('x') # /
 *
 * self.class.Service/Class
 */
async function class_(call: Call, given: ClassArguments): Promise<Answer> {
  const method = { types: "api", path: "/self.class.Service/Class", input: "self.class.def", output: "self.class.def" };
  const request = new Rpc("api", method);
  request.rename([
    ["argument_8exqrv", "'''"],
    ["argument_dsec26", ""],
  ]);
  request.field("a\"b'c`d${e}{{f}}", given.a_b_c_d_e_f);
  request.field("def", given.def);
  request.field("fn", given.fn);
  request.field("self", given.self);
  request.field("type", given.type);
  request.field("go", given.go);
  request.field("yield", given.yield);
  request.field("lambda", given.lambda);
  request.field("*/", given.argument_pydy9s);
  request.field("ü中", given.ue_7j7q3s);
  return call.send(request, auth.TOKEN);
}

interface FuncArguments {
  Self?: Record<string, unknown>;
  argument_8exqrv?: number;
  return?: number;
  argument_dsec26?: string;
}

/**
 * '); panic(1); // ${x}
 *
 * self.class.Service/func
 */
async function func(call: Call, given: FuncArguments): Promise<Answer> {
  const method = {
    types: "api",
    path: "/self.class.Service/func",
    input: "self.class.Type",
    output: "self.class.Type",
    isStream: true,
  };
  const request = new Rpc("api", method);
  request.field("Self", given.Self);
  request.field("'''", given.argument_8exqrv);
  request.field("return", given.return);
  request.field("", given.argument_dsec26);
  return call.send(request, auth.TOKEN);
}

interface AwaitArguments {
  messages: Record<string, unknown>[];
}

/**
 * self.class.Service/await
 */
async function await_(call: Call, given: AwaitArguments): Promise<Answer> {
  const method = {
    types: "api",
    path: "/self.class.Service/await",
    input: "self.class.Type",
    output: "self.class.Else",
  };
  const request = new Rpc("api", method);
  request.rename([
    ["argument_8exqrv", "'''"],
    ["argument_dsec26", ""],
  ]);
  request.messages(given.messages, "messages");
  return call.send(request, auth.TOKEN);
}

interface ImportArguments {
  value: Record<string, unknown>;
}

/**
 * self.class.Service/import
 */
async function import_(call: Call, given: ImportArguments): Promise<Answer> {
  const method = {
    types: "api",
    path: "/self.class.Service/import",
    input: "google.protobuf.Struct",
    output: "google.protobuf.Value",
  };
  const request = new Rpc("api", method);
  request.whole(given.value, "value");
  return call.send(request, auth.TOKEN);
}

interface SelfArguments {
  self?: Record<string, unknown>;
  Self?: string;
  Init?: boolean;
}

/**
 * self.class.Service/Self
 */
async function self(call: Call, given: SelfArguments): Promise<Answer> {
  const method = {
    types: "api",
    path: "/self.class.Service/Self",
    input: "self.class.Self",
    output: "self.class.Self",
  };
  const request = new Rpc("api", method);
  request.field("self", given.self);
  request.field("Self", given.Self);
  request.field("Init", given.Init);
  return call.send(request, auth.TOKEN);
}

export const TOOLS: Group = [
  tool("class", class_),
  tool("func", func),
  tool("await", await_),
  tool("import", import_),
  tool("self", self),
];
