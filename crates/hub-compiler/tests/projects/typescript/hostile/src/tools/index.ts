/** The tools, one function each, in files by the API's own groups. */

import type { Group } from "../registry.js";
import { TOOLS as class_ } from "./class_.js";
import { TOOLS as import_ } from "./import_.js";
import { TOOLS as general } from "./general.js";

export const GROUPS: readonly Group[] = [class_, import_, general];
