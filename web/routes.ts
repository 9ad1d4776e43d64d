// Every address of the console is made here. Identifiers stand in the query: exported pages have no segments of their own for them.
// `in` is the organisation. tests/routes.test.ts keeps what each of them looks like.

type Query = Record<string, string | number | undefined>;

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

export const WIZARD_STEPS = ['source', 'found', 'authentication', 'tools', 'try', 'deploy', 'connect'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export const API_PAGES = ['overview', 'tools', 'revisions', 'credentials', 'health', 'events', 'settings'] as const;
export type ApiPage = (typeof API_PAGES)[number];

export const SERVER_PAGES = ['overview', 'tools', 'versions', 'deployments', 'playground', 'calls', 'logs', 'metrics', 'connect', 'access', 'settings'] as const;
export type ServerPage = (typeof SERVER_PAGES)[number];

export const ORGANISATION_PAGES = ['members', 'roles', 'keys', 'usage', 'registries', 'webhooks', 'audit', 'settings'] as const;
export type OrganisationPage = (typeof ORGANISATION_PAGES)[number];

export const ADMIN_PAGES = ['system', 'users', 'organisations', 'jobs', 'audit', 'settings'] as const;
export type AdminPage = (typeof ADMIN_PAGES)[number];

/** What a tab calls a page. */
export function titleOf(page: ApiPage | ServerPage): string {
  return page.slice(0, 1).toUpperCase() + page.slice(1);
}

export const to = {
  /** `after`: the address to go on to. */
  signIn: (after?: string) => address('/sign-in', { after }),
  signUp: () => '/sign-up',
  setup: () => '/setup',

  dashboard: (organisation: string) => address('/', { in: organisation }),
  /** The way from an address to a working tool; whoever comes back goes on where they were. */
  wizard: (organisation: string, at: { api?: string; server?: string; step?: WizardStep } = {}) => (
    address('/new', { in: organisation, step: at.step, api: at.api, server: at.server })
  ),
  apis: (organisation: string, filter: { search?: string; health?: string } = {}) => address('/apis', { in: organisation, ...filter }),
  api: (organisation: string, api: string, page: ApiPage = 'overview', more: Query = {}) => address(`/apis/${page}`, { in: organisation, api, ...more }),
  servers: (organisation: string, filter: { search?: string } = {}) => address('/servers', { in: organisation, ...filter }),
  server: (organisation: string, server: string, page: ServerPage = 'overview', more: Query = {}) => (
    address(`/servers/${page}`, { in: organisation, server, ...more })
  ),
  organisation: (organisation: string, page: OrganisationPage = 'members') => address(`/organisation/${page}`, { in: organisation }),
  newOrganisation: () => '/organisations/new',
  account: () => '/account',
  admin: (page: AdminPage = 'system') => `/admin/${page}`,
  adminJobs: (state: string, more: Query = {}) => address('/admin/jobs', { state, ...more }),
  apiDocs: () => '/api/docs',
};

/** Where somebody goes on after signing in: only to pages of the console, whoever wrote the link. */
export function safeAfter(after: string | null): string {
  if (!after || !after.startsWith('/') || after.startsWith('//') || after.includes('\\')) return '/';
  return after;
}
