/** Tools without a group. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { fields, whole } from "../bodies.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";
import { Request } from "../request.js";
import { rest } from "../values.js";

interface TextArguments {
  body?: string;
}

/**
 * POST /text
 */
async function text(call: Call, given: TextArguments): Promise<Answer> {
  const request = new Request("POST", "api", "text/plain, */*;q=0.1");
  request.text("/text");
  request.textBody(given.body);
  return call.send(request, auth.DIGEST_AND_K_EY);
}

interface BinArguments {
  file?: Record<string, unknown>;
  content_type?: string;
}

/**
 * POST /bin
 */
async function bin(call: Call, given: BinArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.5");
  request.text("/bin");
  request.namedType(given.content_type, "content_type");
  request.binary(given.file, "file", false, "application/octet-stream");
  return call.send(request, auth.COOKIE_OR_QUERY);
}

interface LinesArguments {
  body?: Record<string, unknown>[];
}

/**
 * POST /lines
 */
async function lines(call: Call, given: LinesArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.5");
  request.text("/lines");
  request.jsonLines(given.body);
  return call.send(request, auth.K_EY);
}

interface JsonArguments {
  name: string;
  a_b_c?: Record<string, unknown>;
  nul?: string | null;
  [other: string]: unknown;
}

/**
 * PATCH /json
 */
async function json(call: Call, given: JsonArguments): Promise<Answer> {
  const request = new Request("PATCH", "api", "application/json, */*;q=0.1");
  request.text("/json");
  request.rename([["we_ird", "we ird/$"]]);
  const known = ["name", "a_b_c", "nul"];
  request.json(
    fields({ name: given.name, "a b$c": given.a_b_c, nul: given.nul, ...rest(given, known) }),
    true,
    "application/merge-patch+json",
  );
  return call.send(request, auth.K_EY);
}

interface WholeArguments {
  body?: string[];
}

/**
 * POST /whole
 */
async function whole_(call: Call, given: WholeArguments): Promise<Answer> {
  const request = new Request("POST", "api", "application/json, */*;q=0.1");
  request.text("/whole");
  request.json(whole(given.body));
  return call.send(request, auth.K_EY);
}

export const TOOLS: Group = [
  tool("text", text),
  tool("bin", bin),
  tool("lines", lines),
  tool("json", json),
  tool("whole", whole_),
];
