// Every page of the console, with what shows that it is there. Whoever adds a page adds it here: it is then checked and photographed.

const heading = (name) => (page) => page.getByRole('heading', { name }).first().waitFor();

/** Pages for those who are signed in, of a hub in which the first run was played. */
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
    { name: 'nowhere', path: '/no/such/page', ready: heading('There is no such page') },
  ];
}

/** Pages for those who are not. */
export function outside() {
  return [
    { name: 'sign in', path: '/sign-in', ready: heading('Sign in') },
    { name: 'sign up', path: '/sign-up', ready: heading('Make an account') },
    { name: 'setup', path: '/setup', ready: heading('This hub is set up') },
    { name: 'reset password', path: '/reset-password?token=x', ready: heading('Choose a new password') },
  ];
}
