/** Tools of the group rpc. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { Soap } from "../soap.js";
import type { Operation } from "../soap.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";

interface FuncArguments {
  class: string;
  self: Record<string, unknown>;
}

/**
 * }} * /
 *
 * rpc.func
 */
async function func(call: Call, given: FuncArguments): Promise<Answer> {
  const operation: Operation = {
    types: "api",
    action: "func",
    wrapper: ["func", 'urn:r"'],
    answer: [
      ["return", 1],
      ["def", 5],
    ],
    isAnswerWrapped: true,
  };
  const request = new Soap("api-2", operation);
  request.rename([
    ["import", "@import"],
    ["type", "@type"],
    ["uenicoede", "ünïcödé"],
  ]);
  request.part("class", "", 1);
  request.whole(given.class, true);
  request.part("self", "", 9);
  request.whole(given.self, true);
  return call.send(request, auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
}

export const TOOLS: Group = [tool("func", func)];
