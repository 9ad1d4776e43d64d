/** Tools of the group import. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { Soap } from "../soap.js";
import type { Operation } from "../soap.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";

interface ClassArguments {
  "header.class"?: string;
  yield: Record<string, unknown>;
  None?: number[];
}

/**
 * '); panic(1); // ${x} 'y' {{z}}
 *
 * import.class
 */
async function class_(call: Call, given: ClassArguments): Promise<Answer> {
  const operation: Operation = { types: "api", action: "urn:a\"b'c/{{d}}", answer: [["return", 10]] };
  const request = new Soap("api", operation);
  request.rename([
    ["import", "@import"],
    ["type", "@type"],
    ["uenicoede", "ünïcödé"],
  ]);
  request.head("header.class", "urn:a\"b'c{{d}}${e}", 1);
  request.whole(given["header.class"]);
  request.part("await", "urn:a\"b'c{{d}}${e}", 2);
  request.field("yield", given.yield);
  request.field("None", given.None);
  return call.send(request, auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
}

interface FnXYArguments {
  yield: Record<string, unknown>;
  None?: number[];
}

/**
 * import.fn.x-y
 */
async function fnXY(call: Call, given: FnXYArguments): Promise<Answer> {
  const operation: Operation = { types: "api", action: "", isOneWay: true };
  const request = new Soap("api", operation);
  request.rename([
    ["import", "@import"],
    ["type", "@type"],
    ["uenicoede", "ünïcödé"],
  ]);
  request.part("await", "urn:a\"b'c{{d}}${e}", 2);
  request.field("yield", given.yield);
  request.field("None", given.None);
  return call.send(request, auth.BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
}

export const TOOLS: Group = [tool("class", class_), tool("fn_x_y", fnXY)];
