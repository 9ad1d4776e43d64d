// Steps: documents of every kind and by every way become revisions with tools.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Skip, expect } from '../lib/steps.mjs';
import { documents as shop } from '../lib/upstream.mjs';
import { zip } from '../lib/zip.mjs';

export async function documents(world) {
  const { steps, upstream } = world;
  const names = async (api) => (await world.ada.all(`${world.o}/apis/${api}/revisions/current/tools`)).map((tool) => tool.operation);

  await steps.step('register by URL, with references, and follow the job', async () => {
    const made = await register(world, { source: { type: 'url', url: `${upstream.base}/docs/shop.json` }, name: 'Shop', slug: 'shop', settings: { probe_every: 10 } });
    world.shop = made.id;
    expect(made.ended.state === 'succeeded' && made.ended.result.tools === 5, 'the job came to something else', made.ended);
    const { documents: read } = await world.ada.get(`${world.o}/apis/shop/revisions/current`);
    expect(read.length === 3, 'not all documents are kept', read);
  });

  await steps.step('list tools, see one, read report, blueprint and document', async () => {
    const tools = await world.ada.all(`${world.o}/apis/shop/revisions/1/tools`);
    const tool = await world.ada.get(`${world.o}/apis/shop/revisions/current/tools/${tools[0].name}`);
    expect(tool.name === tools[0].name, 'another tool was answered', tool);
    const report = await world.ada.get(`${world.o}/apis/shop/revisions/current/report`);
    expect(report.tools === 5, 'the report says something else', report);
    const blueprint = await world.ada.get(`${world.o}/apis/shop/revisions/current/blueprint`);
    expect(blueprint.tools.length === 5, 'the blueprint has other tools');
    const { documents: read } = await world.ada.get(`${world.o}/apis/shop/revisions/current`);
    const text = await world.ada.send('GET', `${world.o}/apis/shop/revisions/current/documents/${read[0].digest}`);
    expect(text.text === shop(upstream.base)['shop.json'], 'the document is not what was fetched', text.text.slice(0, 200));
  });

  await steps.step('upload a zip archive', async () => {
    const form = new FormData();
    form.append('file', new Blob([zip(shop(upstream.base))]), 'shop.zip');
    const encoded = new Request('http://x', { method: 'POST', body: form });
    const upload = await world.ada.ask('POST', `${world.o}/uploads`, { bytes: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get('content-type') });
    expect(upload.files.length === 3, 'not all files were unpacked', upload);
    const made = await register(world, { source: { type: 'upload', upload: upload.id, root: 'shop.json' }, name: 'Uploaded' });
    expect(made.ended.result?.tools === 5, 'the upload came to something else', made.ended);
  });

  await steps.step('upload a bare document without a form', async () => {
    const text = 'type Query { now: String }';
    const upload = await world.ada.ask('POST', `${world.o}/uploads`, { bytes: Buffer.from(text), type: 'application/octet-stream' });
    const made = await register(world, { source: { type: 'upload', upload: upload.id }, name: 'Bare' });
    expect(made.ended.result?.tools === 1, 'the document came to something else', made.ended);
  });

  await steps.step('register the same at the same time: each gets a name of its own in URLs', async () => {
    const body = { source: { type: 'text', text: 'type Query { same: String }' }, name: 'Same' };
    const all = await Promise.all(Array.from({ length: 8 }, () => world.ada.post(`${world.o}/apis`, body)));
    expect(new Set(all.map((api) => api.slug)).size === 8, 'other names', all.map((api) => api.slug));
    for (const api of all) await world.ada.ended(world.org, api.job);
  });

  await steps.step('paste a document', async () => {
    const made = await register(world, { source: { type: 'text', text: 'curl -X POST https://api.example.com/notes -d \'{"text":"x"}\'' }, name: 'Pasted' });
    expect(made.ended.result?.tools === 1, 'the text came to something else', made.ended);
  });

  await steps.step('a document that is none fails, and its report says why', async () => {
    const made = await register(world, { source: { type: 'text', text: 'there is nothing to see here' }, name: 'Nothing' });
    expect(made.ended.state === 'failed' && made.ended.error, 'nonsense became something', made.ended);
    const api = await world.ada.get(`${world.o}/apis/${made.id}`);
    expect(api.current_revision === null, 'an unusable revision is current', api);
  });

  await steps.step('ask a GraphQL endpoint for its schema', async () => {
    const made = await register(world, { source: { type: 'url', url: `${upstream.base}/graphql` }, settings: { kind: 'graphql' }, name: 'Heroes' });
    expect(made.ended.result?.tools === 3, 'introspection came to something else', made.ended);
    const tools = await world.ada.all(`${world.o}/apis/${made.id}/revisions/current/tools`);
    const heroes = tools.find((tool) => /heroes/i.test(tool.operation));
    const called = await world.ada.post(`${world.o}/apis/${made.id}/revisions/current/tools/${heroes.name}/calls`, { arguments: {} });
    expect(!called.result.is_error && JSON.stringify(called.result).includes('Ann'), 'the query failed', called);
  });

  await steps.step('ask a gRPC server by reflection', async () => {
    if (!existsSync(world.python)) throw new Skip(`there is no ${world.python} (make setup)`);
    const server = spawn(world.python, [new URL('../lib/grpc_server.py', import.meta.url).pathname, world.host], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const port = await new Promise((resolve, reject) => {
        server.stdout.once('data', (bytes) => { resolve(Number(bytes)); });
        server.once('exit', () => { reject(new Skip('the gRPC server does not start; the Python packages may be missing')); });
      });
      const made = await register(world, { source: { type: 'url', url: `grpc://${world.host}:${port}` }, name: 'Pets by gRPC' });
      expect(made.ended.result?.tools === 2, 'reflection came to something else', made.ended);
      const [tool] = await names(made.id);
      expect(tool, 'there are no tools');
    } finally {
      server.kill();
    }
  });

  await steps.step('a guarded document needs its credential', async () => {
    upstream.documentToken = world.canaries.plant('document credential', 'dOc5mBqZ7xTw2LrYc9VnKe');
    const source = { type: 'url', url: `${upstream.base}/guarded/shop.json` };
    const made = await register(world, { source, name: 'Guarded', settings: { document_credential: 'document' } });
    expect(made.ended.state === 'failed', 'it was fetched without its credential', made.ended);
    await world.ada.put(`${world.o}/apis/${made.id}/credentials/document`, { value: upstream.documentToken });
    const { job } = await world.ada.post(`${world.o}/apis/${made.id}/refreshes`);
    const ended = await world.ada.ended(world.org, job);
    expect(ended.result?.tools === 5, 'with its credential it came to something else', ended);
  });
}

/** Registers an API and waits for its job. */
export async function register(world, body, who = world.ada) {
  const made = await who.post(`${world.o}/apis`, body);
  return { ...made, ended: await who.ended(world.org, made.job) };
}
