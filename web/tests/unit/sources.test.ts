// Where a credential may be in the place of being given: what is offered, and what is sent.

import { expect, test } from 'vitest';
import { elsewhere, placeOf } from '@/features/apis/schemes';

test('only the places that the hub has are offered, and each says where it is', () => {
  expect(elsewhere({ vault: null, kubernetes: null })).toEqual([]);
  const [vault, kubernetes] = elsewhere({ vault: 'secret/mcphub/org_1', kubernetes: 'credentials-org-1' });
  expect([vault!.title, kubernetes!.title]).toEqual(['In Vault', 'In Kubernetes']);
  expect(vault!.fields[0]!.hint).toContain('secret/mcphub/org_1/');
  expect(kubernetes!.fields[0]!.hint).toContain('credentials-org-1');
});

test('what is typed is sent as the hub wants it, and shown again in words', () => {
  const [vault, kubernetes] = elsewhere({ vault: 'a/b', kubernetes: 'c' });
  const inVault = vault!.source({ path: ' shops/petstore ', key: 'token' });
  expect(inVault).toEqual({ vault: { path: 'shops/petstore', key: 'token' } });
  expect(placeOf(inVault)).toBe('Vault: shops/petstore, key token');
  expect(placeOf(kubernetes!.source({ name: 'petstore', key: 'token' }))).toBe('Kubernetes: Secret petstore, key token');
});
