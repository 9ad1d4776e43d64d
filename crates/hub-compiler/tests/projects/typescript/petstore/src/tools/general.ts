/** Tools without a group. */

import type { Answer } from "../answer.js";
import * as auth from "../auth.js";
import { tool } from "../registry.js";
import type { Call, Group } from "../registry.js";
import { Request } from "../request.js";

/**
 * Say whether the shop is open
 *
 * GET /health
 */
async function getHealth(call: Call): Promise<Answer> {
  const request = new Request("GET", "api", "application/json, */*;q=0.1");
  request.text("/health");
  return call.send(request, auth.NONE);
}

export const TOOLS: Group = [tool("get_health", getHealth)];
