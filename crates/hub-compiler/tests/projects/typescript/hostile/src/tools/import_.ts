/** Tools of the group import. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { fields } from "../bodies.js";
import { style } from "../encoding.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";
import { Request } from "../request.js";
import { SHAPES } from "../xml.js";

interface XmlPutArguments {
  matrix: string[];
  label: string[];
  id?: number;
  tags?: string[];
}

/**
 * PUT /xml/{matrix}/{label}
 */
async function xmlPut(call: Call, given: XmlPutArguments): Promise<Answer> {
  const request = new Request("PUT", "api", "text/html, */*;q=0.1");
  request.text("/xml/");
  request.path("matrix", given.matrix, style("matrix", true));
  request.text("/");
  request.path("label", given.label, style("label", false));
  request.xml(fields({ id: given.id, tags: given.tags }), SHAPES.get("xml_put"), true);
  return call.send(request, auth.BASIC_OR_OAUTH);
}

export const TOOLS: Group = [tool("xml_put", xmlPut)];
