// Documents and APIs that fail, each at its step: the page says why, and what to do.

import { expect } from '../../../judge/hub/lib/steps.mjs';

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
    await page.getByText(/127\.0\.0\.1:9/).first().waitFor();
    await page.getByText(/tried again|This could not be used/).first().waitFor();
    visitor.content();
  });

  await steps.step('there is a page, and no document; another source mends it', async () => {
    await begin(page, world.documents.at('/page.html'));
    await page.getByRole('heading', { name: 'This could not be used' }).waitFor();
    await page.getByText('What you can do').waitFor();
    await page.getByRole('link', { name: 'Choose another source' }).click();
    await page.getByRole('heading', { name: 'Choose another source' }).waitFor();
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByLabel('Document', { exact: true }).fill('openapi: 3.1.0\ninfo: {title: Pasted, version: "1"}\nservers: [{url: "https://api.example.com"}]\npaths: {/a: {get: {operationId: getA, responses: {"200": {description: ok}}}}}');
    await page.getByText('This looks like an OpenAPI 3 document.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'This was found' }).waitFor();
    expect(await page.getByText('1', { exact: true }).count() > 0, 'one tool was made');
    visitor.content();
  });

  await steps.step('a document without operations', async () => {
    await begin(page, world.documents.at('/empty.json'));
    await page.getByRole('heading', { name: 'This could not be used' }).waitFor();
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
