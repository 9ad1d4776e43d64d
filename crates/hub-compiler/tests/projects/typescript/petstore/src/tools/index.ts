/** The tools, one function each, in files by the API's own groups. */

import type { Group } from "../registry.js";
import { TOOLS as general } from "./general.js";
import { TOOLS as pets } from "./pets.js";

export const GROUPS: readonly Group[] = [general, pets];
