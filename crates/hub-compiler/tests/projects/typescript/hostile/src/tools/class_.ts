/** Tools of the group class. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { fields } from "../bodies.js";
import { content, style } from "../encoding.js";
import type { Format } from "../encoding.js";
import { part } from "../multipart.js";
import type { Part } from "../multipart.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";
import { Request } from "../request.js";

interface ClassArguments {
  "2fa": string;
  filter?: string;
  q_u_o?: number[];
  deep?: Record<string, unknown>;
  obj?: Record<string, unknown>;
  "X-Trace"?: string;
  sess_ion?: string;
  import?: boolean;
  argument_rk9n5d?: "a'b" | 'c"d' | "${e}" | "{{f}}";
  res?: string;
  fields?: string;
  self?: string[];
}

/**
 * It's ''' a * / test // [= 7*7 =] ${x} 'y' /
 *
 * POST /form/{2fa}/x
 */
async function class_(call: Call, given: ClassArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.1");
  request.text("/form/");
  request.path("2fa", given["2fa"]);
  request.text("/x");
  request.query("$filter", given.filter);
  request.query("q'u\"o", given.q_u_o, style("pipeDelimited", false));
  request.query("deep", given.deep, style("deepObject", true));
  request.query("obj", given.obj, content("application/json"));
  request.query("import", given.import);
  request.query("日本", given.argument_rk9n5d);
  request.query("res", given.res, style("form", true, true));
  request.header("X-Trace", given["X-Trace"]);
  request.cookie("sess ion", given.sess_ion);
  const formats: [string, Format][] = [["self", style("spaceDelimited", false)]];
  request.form(fields({ fields: given.fields, self: given.self }), true, formats);
  return call.send(request, auth.K_EY);
}

interface ImportArguments {
  file?: Record<string, unknown>;
  meta?: Record<string, unknown>;
  na_me?: string;
}

/**
 * POST /multi
 */
async function import_(call: Call, given: ImportArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.5");
  request.text("/multi");
  const parts: [string, Part][] = [["file", part("", true)]];
  request.multipart(fields({ file: given.file, meta: given.meta, 'na"me': given.na_me }), false, parts);
  return call.send(request, auth.K_EY);
}

export const TOOLS: Group = [tool("class", class_), tool("import", import_)];
