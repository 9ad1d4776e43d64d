// Every page of the console, with what shows that it is there. Whoever adds a page adds it here: it is then checked and photographed.

import { FURNISHED } from './furnish.mjs';

const heading = (name) => (page) => page.getByRole('heading', { name }).first().waitFor();

const table = (name) => (page) => page.getByRole('table', { name }).waitFor();
const inside = (path) => `${path}${path.includes('?') ? '&' : '?'}in=${FURNISHED}`;
const PLACE = encodeURIComponent('#/paths/~1pets/post/requestBody/content/application~1json/schema');

/** Pages for those who are signed in, of a furnished hub in which the first run was played. */
export function pages() {
  return [
    { name: 'dashboard', path: '/', ready: heading('Dashboard') },
    { name: 'apis', path: '/apis', ready: (page) => page.getByRole('table').waitFor() },
    { name: 'api overview', path: '/apis/overview?api=petstore', ready: heading('Findings') },
    { name: 'api tools', path: '/apis/tools?api=petstore', ready: (page) => page.getByText('list_pets').first().waitFor() },
    { name: 'api tool', path: '/apis/tools?api=petstore&tool=list_pets', ready: (page) => page.getByRole('button', { name: 'Call it' }).waitFor() },
    { name: 'api credentials', path: '/apis/credentials?api=petstore', ready: (page) => page.getByText('Works', { exact: true }).waitFor() },
    { name: 'servers', path: '/servers', ready: (page) => page.getByRole('table').waitFor() },
    { name: 'server overview', path: '/servers/overview?server=petstore', ready: (page) => page.getByRole('table', { name: 'Recent calls' }).waitFor() },
    { name: 'server tools', path: '/servers/tools?server=petstore', ready: (page) => page.getByText('list_pets').first().waitFor() },
    { name: 'server tool', path: '/servers/tools?server=petstore&tool=list_pets', ready: (page) => page.getByRole('dialog').getByRole('button', { name: /^limit/ }).waitFor() },
    { name: 'server versions', path: '/servers/versions?server=petstore', ready: (page) => page.getByRole('table', { name: 'Versions' }).waitFor() },
    { name: 'server version', path: '/servers/versions?server=petstore&version=1', ready: (page) => page.getByRole('dialog').getByText('list_pets').waitFor() },
    { name: 'server deployments', path: '/servers/deployments?server=petstore', ready: (page) => page.getByRole('list', { name: 'What happened' }).waitFor() },
    { name: 'server playground', path: '/servers/playground?server=petstore&name=list_pets', ready: (page) => page.getByRole('button', { name: 'Call it' }).waitFor() },
    { name: 'server logs', path: '/servers/logs?server=petstore', ready: (page) => page.getByRole('region', { name: 'Log' }).waitFor() },
    { name: 'server metrics', path: '/servers/metrics?server=petstore', ready: (page) => page.getByRole('table', { name: 'By caller' }).waitFor() },
    { name: 'server access', path: '/servers/access?server=petstore', ready: (page) => page.getByRole('table', { name: 'Keys that open it' }).waitFor() },
    { name: 'server settings', path: '/servers/settings?server=petstore', ready: heading('Delete it') },
    { name: 'server calls', path: '/servers/calls?server=petstore', ready: (page) => page.getByRole('table', { name: 'Calls' }).waitFor() },
    { name: 'server connect', path: '/servers/connect?server=petstore', ready: heading('Petstore') },
    { name: 'wizard source', path: '/new', ready: heading('Where is your API described?') },
    { name: 'wizard found', path: '/new?step=found&api=petstore', ready: heading('This was found') },
    { name: 'wizard authentication', path: '/new?step=authentication&api=petstore', ready: heading('How is the API called?') },
    { name: 'wizard tools', path: '/new?step=tools&api=petstore&server=petstore', ready: heading('Which tools should agents have?') },
    { name: 'wizard try', path: '/new?step=try&api=petstore&server=petstore', ready: (page) => page.getByRole('button', { name: 'Call it' }).waitFor() },
    { name: 'wizard deploy', path: '/new?step=deploy&api=petstore&server=petstore', ready: heading('Deploy it') },
    { name: 'wizard connect', path: '/new?step=connect&api=petstore&server=petstore', ready: heading('Connect your AI client') },
    { name: 'apis deleted', path: inside('/apis?show=deleted'), ready: table('Deleted APIs') },
    { name: 'api revisions', path: inside('/apis/revisions?api=shop'), ready: table('Revisions') },
    { name: 'api revision', path: inside('/apis/revisions?api=shop&revision=2'), ready: (page) => page.getByText('Breaks agents').waitFor() },
    { name: 'api document', path: inside(`/apis/revisions?api=shop&revision=2&place=${PLACE}`), ready: (page) => page.locator('[data-marked]').first().waitFor() },
    { name: 'api health', path: inside('/apis/health?api=shop'), ready: table('Last probes') },
    { name: 'api events', path: inside('/apis/events?api=shop'), ready: (page) => page.getByText('API revised').first().waitFor() },
    { name: 'api settings', path: inside('/apis/settings?api=shop'), ready: heading('Delete the API') },
    { name: 'server deployments asleep', path: inside('/servers/deployments?server=shop'), ready: (page) => page.getByText('Asleep').first().waitFor() },
    { name: 'members', path: inside('/organisation/members'), ready: table('Pending invitations') },
    { name: 'roles', path: inside('/organisation/roles'), ready: table('What roles allow') },
    { name: 'keys', path: inside('/organisation/keys'), ready: table('API keys') },
    { name: 'usage', path: '/organisation/usage?in=ada', ready: table('What uses it') },
    { name: 'registries', path: inside('/organisation/registries'), ready: table('Registries') },
    { name: 'webhooks', path: inside('/organisation/webhooks'), ready: table('Webhooks') },
    { name: 'audit', path: inside('/organisation/audit'), ready: table('Audit log') },
    { name: 'audit entry', path: inside('/organisation/audit?entry=2'), ready: (page) => page.getByText('What is known of it').waitFor() },
    { name: 'organisation settings', path: inside('/organisation/settings'), ready: heading('Delete the organisation') },
    { name: 'new organisation', path: '/organisations/new', ready: heading('Make an organisation') },
    { name: 'account', path: '/account', ready: table('Sign-ins') },
    { name: 'admin system', path: '/admin/system', ready: heading('Keys') },
    { name: 'admin users', path: '/admin/users', ready: table('Users') },
    { name: 'admin organisations', path: '/admin/organisations', ready: table('Organisations') },
    { name: 'admin jobs', path: '/admin/jobs', ready: table('Jobs') },
    { name: 'admin settings', path: '/admin/settings', ready: table('Settings') },
    { name: 'admin audit', path: '/admin/audit', ready: table('Audit log') },
    { name: 'nowhere', path: '/no/such/page', ready: heading('There is no such page') },
  ];
}

/** Pages for those who are not. */
export function outside() {
  return [
    { name: 'sign in', path: '/sign-in', ready: heading('Sign in') },
    { name: 'sign up', path: '/sign-up', ready: (page) => page.getByLabel('Your name').waitFor() },
    { name: 'setup', path: '/setup', ready: heading('This hub is set up') },
    { name: 'reset password', path: '/reset-password?token=x', ready: heading('Choose a new password') },
  ];
}
