// The arguments with which a tool sends what was saved: each value is taken from the collection's own item.

/** Arguments by the tool's names. */
export function argumentsOf(tool, item, values) {
  const { binding } = tool;
  const request = typeof item.request === 'string' ? { url: item.request } : item.request;
  const url = typeof request.url === 'string' ? parsed(request.url) : request.url;
  const args = {};
  const fill = (text) => String(text ?? '').replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name) => values[name] ?? whole);
  const set = (slot, value) => {
    const argument = tool.arguments[slot];
    if (value === undefined || argument.fixed !== undefined) return;
    args[argument.name] = typed(value, tool.input_schema.properties?.[argument.name]);
  };
  for (const piece of binding.target) {
    if (!piece.value) continue;
    const variable = (url.variable ?? []).find((one) => (one.key ?? one.id) === piece.value.name);
    const value = variable?.value ? fill(variable.value) : values[piece.value.name];
    if (value === undefined) continue;
    set(piece.value.slot, value);
  }
  for (const field of binding.query ?? []) {
    const same = (url.query ?? []).filter((one) => one.key === field.name && !one.disabled).map((one) => decoded(fill(one.value)));
    const schema = tool.input_schema.properties?.[tool.arguments[field.slot].name];
    if (same.length) set(field.slot, isList(schema) ? same : same[0]);
  }
  for (const field of binding.headers ?? []) {
    const header = [request.header ?? []].flat().find((one) => one.key?.toLowerCase() === field.name.toLowerCase() && !one.disabled);
    if (header) set(field.slot, fill(header.value));
  }
  body(binding.body?.encode, request.body, set, fill, tool);
  return args;
}

function body(encode, saved, set, fill, tool) {
  if (!encode || !saved) return;
  const [[kind, how]] = Object.entries(encode);
  const from = how.from ?? how;
  if (kind === 'text') return set(how, fill(saved.raw));
  if (kind === 'binary') return set(how, { content: 'bytes of a file' });
  if (kind === 'json') {
    const value = saved.mode === 'graphql'
      ? { query: saved.graphql.query, variables: json(saved.graphql.variables, fill) } : json(saved.raw, fill);
    if (from.whole !== undefined) return set(from.whole, value);
    for (const field of from.fields?.fields ?? []) set(field.slot, value[field.name]);
    return undefined;
  }
  const pairs = (saved.urlencoded ?? saved.formdata ?? []).filter((one) => !one.disabled);
  for (const field of from.fields?.fields ?? []) {
    const same = pairs.filter((one) => one.key === field.name);
    const schema = tool.input_schema.properties?.[tool.arguments[field.slot].name];
    const values = same.map((one) => (one.type === 'file' ? { content: 'bytes of a file' } : fill(one.value)));
    if (values.length) set(field.slot, isList(schema) ? values : values[0]);
  }
  return undefined;
}

function json(text, fill) {
  return typeof text === 'string' ? JSON.parse(fill(text).replace(/^\s*\/\/.*$/gm, '')) : text;
}

/** Postman sends percent-encoded triples as they are. */
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function isList(schema) {
  return schema?.type === 'array' || (schema?.anyOf ?? []).some((one) => one.type === 'array');
}

/** A saved text as what the tool's schema asks for. */
function typed(value, schema) {
  if (Array.isArray(value) && schema?.items) return value.map((one) => typed(one, schema.items));
  if (typeof value !== 'string') return value;
  if (['integer', 'number'].includes(schema?.type) && value !== '' && !Number.isNaN(Number(value))) return Number(value);
  if (schema?.type === 'boolean') return value === 'true';
  if (schema?.type === 'object') return JSON.parse(value);
  return value;
}

function parsed(raw) {
  const query = raw.split('#')[0].split('?')[1] ?? '';
  return { raw, query: query.split('&').filter(Boolean).map((pair) => {
    const [key, value = ''] = pair.split('=');
    return { key: decodeURIComponent(key), value: decodeURIComponent(value) };
  }) };
}
