/** The tools, one function each, in files by the API's own groups. */

import type { Group } from "../registry.js";
import { TOOLS as queries } from "./queries.js";
import { TOOLS as mutations } from "./mutations.js";

export const GROUPS: readonly Group[] = [queries, mutations];
