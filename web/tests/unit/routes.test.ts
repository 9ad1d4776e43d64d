// Every address of the console, as bookmarks and links in other places have them.

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ADMIN_PAGES, API_PAGES, ORGANISATION_PAGES, SERVER_PAGES, WIZARD_STEPS, safeAfter, to } from '@/routes';

test('addresses stay what they are', () => {
  expect([
    to.signIn(), to.signIn('/servers?in=acme'), to.signUp(), to.setup(), to.dashboard('acme'), to.dashboard(''),
    to.wizard('acme'), ...WIZARD_STEPS.map((step) => to.wizard('acme', { step, api: 'pets', server: 'pets' })),
    to.apis('acme'), to.apis('acme', { search: 'a b', health: 'unhealthy' }), ...API_PAGES.map((page) => to.api('acme', 'pets', page)), to.api('acme', 'pets', 'tools', { tool: 'get_pet' }),
    to.servers('acme'), to.servers('acme', { search: 'x' }), ...SERVER_PAGES.map((page) => to.server('acme', 'pets', page)), to.server('acme', 'pets', 'calls', { outcome: 'failed', tool: '', call: 'cal_1' }),
    ...ORGANISATION_PAGES.map((page) => to.organisation('acme', page)), to.newOrganisation(), to.account(), ...ADMIN_PAGES.map((page) => to.admin(page)), to.apiDocs(),
  ]).toMatchSnapshot();
});

test('the addresses that the hub hands out are pages', () => {
  // hub-server makes these: setup.rs, invitations/create.rs, users/reset_password.rs.
  for (const page of ['setup', 'invitation', 'reset-password']) expect(existsSync(new URL(`../../app/(outside)/${page}/page.tsx`, import.meta.url)), page).toBe(true);
});

test('nobody is led elsewhere after signing in', () => {
  for (const elsewhere of ['https://evil.example.com', '//evil.example.com', '/\\evil.example.com', 'javascript:alert(1)', '', null]) expect(safeAfter(elsewhere)).toBe('/');
  expect(safeAfter('/servers/calls?server=pets')).toBe('/servers/calls?server=pets');
});
