// Colours for code. Loaded when the first code is shown.

import type { Root } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import graphql from 'highlight.js/lib/languages/graphql';
import http from 'highlight.js/lib/languages/http';
import ini from 'highlight.js/lib/languages/ini';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({ bash, graphql, http, ini, json, python, xml, yaml });

export function highlight(language: string, text: string): Root {
  return lowlight.highlight(language, text) as Root;
}
