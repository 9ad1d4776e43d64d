// A collection to judge, the values of its variables, and the secrets in it that may not get anywhere.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const converter = require('openapi-to-postmanv2');

export async function collection({ path, kind }) {
  const text = await readFile(path, 'utf8');
  let data;
  if (kind === 'collection') {
    data = JSON.parse(text);
  } else {
    try {
      data = await convert(text);
    } catch (error) {
      return { error: String(error.message ?? error).slice(0, 80) };
    }
  }
  const values = {};
  const secrets = [];
  for (const variable of data.variable ?? []) values[variable.key ?? variable.id] = variable.value ?? '';
  // What is left to the user: every variable that has no value, as in an environment of Postman.
  for (const [, name] of JSON.stringify(data).matchAll(/\{\{([^{}$"\\]+)\}\}/g)) {
    if (!values[name]) values[name] = /secret|token|key|password|auth/i.test(name) ? `secretvalue${name.length}` : `${40 + name.length}`;
  }
  for (const key of ['basicAuthUsername', 'basicAuthPassword']) values[key] = key.endsWith('name') ? 'user' : 'password';
  values.__basic = 'user:password';
  for (const match of text.matchAll(/SECRET[A-Za-z0-9_-]*/g)) secrets.push(match[0]);
  return { data, values, secrets };
}

function convert(text) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the converter took more than 30 s')), 30_000);
    const options = { parametersResolution: 'Example', requestParametersResolution: 'Example', enableOptionalParameters: true, stackLimit: 6 };
    converter.convertV2({ type: 'string', data: text }, options, (error, result) => {
      clearTimeout(late);
      if (error || !result?.result) return reject(error ?? new Error(result?.reason ?? 'no result'));
      return resolve(JSON.parse(JSON.stringify(result.output[0].data)));
    });
  });
}
