/** The tools, one function each, in files by the API's own groups. */

import type { Group } from "../registry.js";
import { TOOLS as import_ } from "./import_.js";
import { TOOLS as rpc } from "./rpc.js";

export const GROUPS: readonly Group[] = [import_, rpc];
