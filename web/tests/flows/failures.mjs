// Documents and APIs that fail, each at its step: the page says why, and what to do.

import { expect, until } from '../../../judge/hub/lib/steps.mjs';
import { Rest } from '../lib/rest.mjs';
import { ADA } from '../lib/world.mjs';

async function begin(page, address) {
  await page.goto('/new');
  await page.getByLabel('Address', { exact: true }).fill(address);
  await page.getByRole('button', { name: 'Go on' }).click();
}

export async function failures({ world, visitor, steps }) {
  const { page } = visitor;
  visitor.expected.push(/status of 4\d\d/);

  await steps.step('nobody answers at the address', async () => {
    await begin(page, 'http://127.0.0.1:9/openapi.json');
    await page.getByText(/127\.0\.0\.1:9.*(could not|cannot|refused|no answer|does not answer|unreachable)/i).first().waitFor();
    await page.getByText(/It is tried again/).first().waitFor();
    // Once it was tried often enough, it says what can be done.
    await page.getByRole('heading', { name: 'This could not be used' }).waitFor({ timeout: 60_000 });
    await page.getByRole('alert').getByText(/127\.0\.0\.1:9/).first().waitFor();
    await page.getByText('Open the address yourself').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.getByRole('link', { name: 'Choose another source' }).waitFor();
    visitor.content();
  });

  await steps.step('there is a page, and no document; another source mends it', async () => {
    await begin(page, world.documents.at('/page.html'));
    await page.getByRole('heading', { name: 'This could not be used' }).waitFor();
    await page.getByRole('alert').getByText(/page|recognise|HTML|document/i).first().waitFor();
    await page.getByText('What you can do').waitFor();
    await page.getByRole('link', { name: 'Choose another source' }).click();
    await page.getByRole('heading', { name: 'Choose another source' }).waitFor();
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByLabel('Document', { exact: true }).fill('openapi: 3.1.0\ninfo: {title: Pasted, version: "1"}\nservers: [{url: "https://api.example.com"}]\npaths: {/a: {get: {operationId: getA, responses: {"200": {description: ok}}}}}');
    await page.getByText('This looks like an OpenAPI 3 document.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    await page.getByText('1', { exact: true }).first().waitFor();
    visitor.content();
  });

  await steps.step('a document without operations', async () => {
    await begin(page, world.documents.at('/empty.json'));
    await page.getByRole('heading', { name: 'This could not be used' }).waitFor();
    await page.getByRole('alert').getByText(/no (tool|operation)|nothing/i).first().waitFor();
    await page.getByRole('link', { name: 'Choose another source' }).waitFor();
    visitor.content();
  });

  await steps.step('a documentation page leads to the document that it shows', async () => {
    world.documents.put('/docs', 'text/html', '<!doctype html><title>Docs</title><div id="swagger-ui"></div><script src="swagger-ui-bundle.js"></script><script>SwaggerUIBundle({ url: "/petstore.yaml", dom_id: "#swagger-ui" })</script>');
    await begin(page, world.documents.at('/docs'));
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue() === 'Petstore', 'it is the petstore', await page.getByLabel('Name', { exact: true }).inputValue());
    visitor.content();
  });

  await steps.step('an address that is pasted where a text is asked for is read all the same', async () => {
    await page.goto('/new');
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByLabel('Document', { exact: true }).fill(world.documents.at('/petstore.yaml'));
    await page.getByText('This is an address: what is there is read.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    visitor.content();
  });

  await steps.step('a credential that the API refuses is not kept, and says so; it can be kept all the same', async () => {
    const rest = await Rest.signIn(world.url, ADA);
    const { api } = await rest.register({ name: 'Guarded', source: { type: 'url', url: world.documents.at('/petstore.yaml') } });
    await page.goto(`/apis/credentials?in=ada&api=${api.slug}`);
    await page.getByLabel('Key', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Test and save' }).click();
    await page.getByText(/(401|403|refus|did not take|not accept).*Nothing was kept/i).first().waitFor();
    await page.getByRole('button', { name: 'Save all the same' }).click();
    await page.getByText('Refused', { exact: true }).or(page.getByText('Set', { exact: true })).first().waitFor();
    await page.goto(`/apis/tools?in=ada&api=${api.slug}&tool=list_pets`);
    await page.getByRole('button', { name: 'Call it' }).click();
    await page.getByText(/401|403|credential/i).first().waitFor();
    visitor.content();
  });

  await steps.step('the API goes away: its page says why, the dashboard leads to it, and a call says it too', async () => {
    const rest = await Rest.signIn(world.url, ADA);
    const { api } = await rest.register({ name: 'Away', source: { type: 'url', url: world.documents.at('/away.json') } });
    for (let times = 0; times < 3; times += 1) await rest.post(`/organisations/{organisation}/apis/${api.id}/probes`);
    await page.goto('/?in=ada');
    await page.getByRole('link', { name: /Away.*(unhealthy|degraded)/ }).click();
    await page.getByRole('heading', { name: 'Away', level: 1 }).waitFor();
    await page.getByText('Unhealthy').first().waitFor();
    await page.getByText(/127\.0\.0\.1:9|connect|refused/i).first().waitFor();
    await page.goto(`/apis/tools?in=ada&api=${api.slug}&tool=list_things`);
    await page.getByRole('button', { name: 'Call it' }).click();
    await page.getByText(/127\.0\.0\.1:9|could not be reached|connection/i).first().waitFor();
    await rest.delete(`/organisations/{organisation}/apis/${api.id}`);
    visitor.content();
  });

  await steps.step('a deployment whose process ends again and again says so, and where to look', async () => {
    const rest = await Rest.signIn(world.url, ADA);
    const { items: [petstore] } = await rest.get('/organisations/{organisation}/apis?search=petstore');
    const server = await rest.post('/organisations/{organisation}/servers', { name: 'Crashing', design: { sources: [{ api: petstore.id }] } });
    const path = `/organisations/{organisation}/servers/${server.id}`;
    const version = await rest.post(`${path}/versions`);
    await rest.put(`${path}/deployment`, { version: version.id, target: 'process', replicas: 1 });
    await page.goto(`/servers/overview?in=ada&server=${server.slug}`);
    const killed = new Set();
    await until(90, 'the deployment fails', async (shown) => {
      for (const { process: pid } of (await rest.get(`${path}/deployment/replicas`)).items) {
        if (!pid || killed.has(pid)) continue;
        killed.add(pid);
        try { process.kill(pid, 'SIGKILL'); } catch { /* It has ended. */ }
      }
      const { state, message } = await rest.get(`${path}/deployment`);
      shown({ state, message, killed: killed.size });
      return state === 'failed' && message;
    });
    // Nobody has touched the page meanwhile.
    await page.getByText('It could not be started').waitFor();
    const { message } = await rest.get(`${path}/deployment`);
    await page.getByText(message.slice(1, 40), { exact: false }).first().waitFor();
    await page.getByRole('link', { name: 'Read its logs' }).waitFor();
    await page.getByRole('link', { name: 'Deploy it another way' }).click();
    await page.getByRole('heading', { name: 'Deploy it' }).waitFor();
    await page.getByText('In the hub', { exact: true }).click();
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByRole('heading', { name: 'Connect your AI client' }).waitFor({ timeout: 45_000 });
    await rest.delete(`${path}/deployment`);
    visitor.content();
  });

  await steps.step('an API that is not where its document says', async () => {
    await begin(page, world.documents.at('/away.json'));
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    await page.getByText('Calls will fail as long as nothing answers there.').waitFor();
    await page.getByLabel('Base URL').fill('nonsense');
    await page.getByRole('button', { name: 'Use this' }).click();
    await page.getByText(/address that begins with https/).waitFor();
    await page.getByLabel('Base URL').fill(world.api.base);
    await page.getByRole('button', { name: 'Use this' }).click();
    await page.getByText('Healthy').first().waitFor();
    visitor.content();
  });

  await steps.step('files, several at once', async () => {
    await page.goto('/new');
    await page.getByRole('button', { name: 'Files' }).click();
    await page.locator('input[type=file]').setInputFiles([
      { name: 'main.yaml', mimeType: 'application/yaml', buffer: Buffer.from('openapi: 3.1.0\ninfo: {title: Two files, version: "1"}\nservers: [{url: "https://api.example.com"}]\npaths: {/a: {$ref: "./part.yaml#/a"}}') },
      { name: 'part.yaml', mimeType: 'application/yaml', buffer: Buffer.from('a: {get: {operationId: getA, responses: {"200": {description: ok}}}}') },
    ]);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    visitor.content();
  });
}
