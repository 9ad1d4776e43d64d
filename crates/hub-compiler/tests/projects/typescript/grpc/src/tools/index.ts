/** The tools, one function each, in files by the API's own groups. */

import type { Group } from "../registry.js";
import { TOOLS as service } from "./service.js";

export const GROUPS: readonly Group[] = [service];
