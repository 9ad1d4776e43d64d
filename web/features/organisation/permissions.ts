// What may be allowed, in words, and what the built-in roles allow: the hub's table of them, which tests/unit/roles.test.mjs holds this against.

import type { Model } from '@/hub/client';

export type Permission = Model<'Permission'>;
export type BuiltIn = 'viewer' | 'developer' | 'admin' | 'owner';

interface Entry {
  permission: Permission;
  words: string;
  /** The least of the built-in roles that has it. Those after it have it as well. */
  least: BuiltIn;
}

interface Area {
  title: string;
  entries: readonly Entry[];
}

const entry = (permission: Permission, least: BuiltIn, words: string): Entry => ({ permission, words, least });

export const AREAS: readonly Area[] = [
  {
    title: 'APIs', entries: [
      entry('apis:read', 'viewer', 'See APIs, their documents, tools and health'), entry('apis:create', 'developer', 'Register APIs'),
      entry('apis:update', 'developer', 'Change APIs, fetch them anew, approve revisions'), entry('apis:delete', 'developer', 'Delete and restore APIs'),
      entry('apis:call', 'developer', 'Call their tools for a trial'),
    ],
  },
  {
    title: 'Credentials', entries: [
      entry('credentials:read', 'viewer', 'See which credentials there are, never their values'), entry('credentials:write', 'developer', 'Set, test and delete credentials'),
    ],
  },
  {
    title: 'Servers', entries: [
      entry('servers:read', 'viewer', 'See servers, their versions and deployments'), entry('servers:create', 'developer', 'Make servers'),
      entry('servers:update', 'developer', 'Change servers, and freeze versions of them'), entry('servers:deploy', 'developer', 'Deploy, stop, promote and roll back'),
      entry('servers:delete', 'developer', 'Delete servers'), entry('servers:call', 'developer', 'Use servers: call their tools'),
    ],
  },
  {
    title: 'What happens', entries: [
      entry('calls:read', 'viewer', 'See records of calls, and logs of servers'), entry('events:read', 'viewer', 'See and follow events'),
      entry('jobs:read', 'viewer', 'See jobs and their progress'), entry('jobs:cancel', 'developer', 'Cancel jobs'),
      entry('jobs:retry', 'developer', 'Have jobs done once more'),
      entry('audit:read', 'admin', 'Read the audit log'), entry('usage:read', 'viewer', 'See quotas and what is used of them'),
    ],
  },
  {
    title: 'Organisation', entries: [
      entry('organisation:read', 'viewer', 'See the organisation itself'), entry('organisation:update', 'admin', 'Rename it, change its keys'),
      entry('organisation:delete', 'owner', 'End it'), entry('members:read', 'viewer', 'See who is in it'),
      entry('members:manage', 'admin', 'Invite, remove, and change roles'), entry('roles:read', 'viewer', 'See its roles'),
      entry('roles:manage', 'admin', 'Make, change and delete roles'), entry('keys:read', 'admin', 'See service accounts and everybody’s API keys'),
      entry('keys:manage', 'admin', 'Make and revoke service accounts and anybody’s keys'), entry('webhooks:read', 'viewer', 'See receivers of events'),
      entry('webhooks:manage', 'admin', 'Make, change and delete receivers of events'), entry('registries:read', 'viewer', 'See registries of images and their tags, never passwords'),
      entry('registries:manage', 'admin', 'Make, change, try and delete registries, and delete tags'),
    ],
  },
];

export const ALL_PERMISSIONS: readonly Permission[] = AREAS.flatMap(({ entries }) => entries.map(({ permission }) => permission));

/** From the least to the most. */
export const BUILT_IN: readonly { role: BuiltIn; title: string; words: string }[] = [
  { role: 'viewer', title: 'Viewer', words: 'Sees' },
  { role: 'developer', title: 'Developer', words: 'Registers, changes, tries and deploys' },
  { role: 'admin', title: 'Admin', words: 'Everything but the organisation’s end and its owners' },
  { role: 'owner', title: 'Owner', words: 'Everything, the organisation’s end included' },
];

const RANKS: readonly BuiltIn[] = BUILT_IN.map(({ role }) => role);

export function allows(role: BuiltIn, { least }: Pick<Entry, 'least'>): boolean {
  return RANKS.indexOf(least) <= RANKS.indexOf(role);
}

/** Everything that a built-in role allows. */
export function permissionsOf(role: BuiltIn): Permission[] {
  return AREAS.flatMap(({ entries }) => entries.filter((one) => allows(role, one)).map(({ permission }) => permission));
}

export function isBuiltIn(role: string): role is BuiltIn {
  return RANKS.includes(role as BuiltIn);
}
