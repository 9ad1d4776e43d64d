// The operator that the chart installs beside the roles: its key, its rights, objects that it keeps in the hub.

import { call } from '../hub/lib/caller.mjs';
import { expect, until } from '../hub/lib/steps.mjs';
import { NAMESPACE, chart } from './place.mjs';
import { FULL, RELEASE } from './release.mjs';

const CRDS = ['mcpapis.mcphub.dev', 'mcpservers.mcphub.dev'];
const metadata = (name) => ({ name, namespace: NAMESPACE });
const of = (kind, name, spec) => ({ apiVersion: 'mcphub.dev/v1', kind, metadata: metadata(name), spec });

/** Objects become a server that is called with `key`, and go again. `document`: what they are made of. */
export async function operated({ steps, place, release, team, key, document }) {
  const { cluster } = place;
  const before = CRDS.filter((name) => cluster.try(['get', 'crd', name]).ok);
  // Those of somebody else's are not the release's to make.
  const crds = before.length === 0;
  const api = of('McpApi', 'objects', { source: { document }, settings: { probeEvery: 0, autoApprove: true } });
  const server = of('McpServer', 'objects', { deployment: { target: 'embedded' }, design: { sources: [{ api: 'objects' }] } });
  const status = (name) => {
    const { ok, out } = cluster.try(['get', name, 'objects', '-n', NAMESPACE, '-o', 'json']);
    return ok ? JSON.parse(out).status ?? {} : undefined;
  };

  await steps.step('helm upgrade: an operator with a key of the organisation is ready, alone', async () => {
    const { permissions } = await team.ada.get(team.o);
    const made = await team.key('operator', { scopes: permissions });
    cluster.run('create', 'secret', 'generic', 'operator', '-n', NAMESPACE, `--from-literal=key=${made.key}`);
    release.give({ drainSeconds: 10, operator: { enabled: true, crds, existingSecret: 'operator', organisation: team.slug, namespace: NAMESPACE } });
    await place.meanwhile('upgrade', RELEASE, chart, '-f', release.values, '--wait', '--timeout', '6m');
    await release.whole();
    expect(place.ready('operator').length === 1 && place.pods('operator').length === 1, 'there is not one', place.pods('operator').map(({ status: is }) => is));
  });
  await steps.step('kubectl apply of an API and a server: it is served, and called', async () => {
    for (const object of [api, server]) {
      const { ok, why } = cluster.try(['apply', '-f', '-'], JSON.stringify(object));
      expect(ok, 'kubectl apply', why);
    }
    await until(90, 'the server to be ready', (show) => {
      const { conditions = [] } = status('mserver');
      show({ conditions, log: cluster.try(['logs', '-n', NAMESPACE, '-l', 'app.kubernetes.io/component=operator']).out.slice(-400) });
      return conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
    });
    expect(status('mserver').url === 'http://hub.example.com/mcp/team/objects', 'its URL is another one', status('mserver'));
    const answer = await call(team.url('objects'), key, 'fine');
    expect(answer.result?.isError === false, 'a call fails', answer.text);
  });
  await steps.step('its pod is deleted: the next one goes on', async () => {
    cluster.run('delete', 'pod', '-n', NAMESPACE, '-l', 'app.kubernetes.io/component=operator');
    const { ok, why } = cluster.try(['apply', '-f', '-'], JSON.stringify({ ...server, spec: { ...server.spec, description: 'After the night.' } }));
    expect(ok, 'kubectl apply', why);
    await until(90, 'the words', async () => (await team.ada.get(`${team.o}/servers/objects`)).description === 'After the night.');
  });
  await steps.step('it may see what it has to in its namespace, and nothing elsewhere', () => {
    const may = (...words) => cluster.try(['auth', 'can-i', ...words, `--as=system:serviceaccount:${NAMESPACE}:${FULL}-operator`]).out.trim();
    expect(may('list', 'mcpservers.mcphub.dev', '-n', NAMESPACE) === 'yes', 'it may not list servers');
    for (const words of [['get', 'secrets', '-n', 'kube-system'], ['create', 'secrets', '-n', NAMESPACE], ['delete', 'mcpservers.mcphub.dev', '-n', NAMESPACE], ['create', 'pods', '-n', NAMESPACE], ['list', 'mcpapis.mcphub.dev', '-A']]) {
      expect(may(...words) === 'no', 'it may', words);
    }
  });
  await steps.step('objects that are deleted are gone in the hub; then the operator goes, and the kinds stay', async () => {
    cluster.run('delete', 'mserver,mapi', 'objects', '-n', NAMESPACE, '--timeout=90s');
    expect((await team.ada.send('GET', `${team.o}/servers/objects`)).status === 404, 'the server is still there');
    release.give({ drainSeconds: 10 });
    await place.meanwhile('upgrade', RELEASE, chart, '-f', release.values, '--wait', '--timeout', '6m');
    await until(60, 'the end of the operator', () => place.pods('operator').length === 0);
    expect(CRDS.every((name) => cluster.try(['get', 'crd', name]).ok), 'the cluster does not know them any more');
    cluster.run('delete', 'secret', 'operator', '-n', NAMESPACE);
    if (crds) cluster.run('delete', 'crd', ...CRDS);
  });
  // Where something failed, nobody may be left who lets the objects go.
  for (const kind of ['mserver', 'mapi']) cluster.try(['patch', kind, 'objects', '-n', NAMESPACE, '--type=merge', '-p', '{"metadata":{"finalizers":[]}}']);
}
