'use client';
// Roles: the four that every organisation has, its own, and what each of them allows.

import { Check, ChevronDown, Copy, Minus, Pencil, Plus, Trash2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { Page, Panel } from '@/ui/page';
import { Skeleton, Trouble } from '@/ui/states';
import { failed, told } from '@/ui/toast';
import { AREAS, BUILT_IN, type Permission, permissionsOf } from './permissions';
import { RoleEditor, type RoleDraft } from './role-editor';
import { useRoles } from './roles-of';

interface Shown {
  id: string;
  title: string;
  words: string;
  allowed: ReadonlySet<Permission>;
  own?: Model<'CustomRole'>;
}

export function Roles() {
  const { slug: organisation, lacks } = useOrganisation();
  const { own, roles } = useRoles();
  const [draft, edit] = useState<RoleDraft>();
  const [leaving, leave] = useState<Model<'CustomRole'>>();
  const why = lacks('roles:manage');
  const shown: Shown[] = [
    ...BUILT_IN.map(({ role, title, words }) => ({ id: role, title, words, allowed: new Set(permissionsOf(role)) })),
    ...own.map((role) => ({ id: role.id, title: role.name, words: role.description, allowed: new Set(role.permissions), own: role })),
  ];
  const remove = async (role: Model<'CustomRole'>) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/roles/{role}', { params: { path: { organisation, role: role.id } } }));
      await changed('/organisations/{organisation}/roles');
      told(`The role ${role.name} is deleted`);
    } catch (error) {
      failed('The role was not deleted', error);
      throw error;
    }
  };
  const copy = (role: Shown): RoleDraft => ({ name: `${role.title}, changed`, description: '', permissions: [...role.allowed] });
  return (
    <Page title="Roles" words="What each role allows. Each of the four built-in roles may do all that those before it may." actions={<Button look="primary" icon={<Plus className="size-4" />} disabled={why} onClick={() => edit({ name: '', description: '', permissions: permissionsOf('viewer') })}>Make a role</Button>}>
      {roles.error && <Trouble error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.isPending ? <Skeleton className="h-96 w-full" /> : !roles.error && (
        <Panel isFlush>
          <div tabIndex={0} role="region" aria-label="What roles allow, to be scrolled" className="max-h-[75vh] overflow-auto">
            <table aria-label="What roles allow" className="w-full border-collapse text-left">
              <thead>
                <tr>
                  <th scope="col" className="sticky top-0 left-0 z-20 min-w-36 border-b border-line bg-panel px-4 py-3 text-xs font-medium text-ink-faint sm:min-w-60 sm:px-5">Permission</th>
                  {shown.map((role) => (
                    <th key={role.id} scope="col" title={role.words} className="sticky top-0 z-10 max-w-44 min-w-29 border-b border-line bg-panel px-2 py-3 text-center align-top font-medium">
                      <RoleHead role={role} why={why} onEdit={() => role.own && edit({ id: role.own.id, name: role.own.name, description: role.own.description, permissions: role.own.permissions })} onCopy={() => edit(copy(role))} onDelete={() => leave(role.own)} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {AREAS.map((area) => (
                  <Fragment key={area.title}>
                    <tr><th scope="colgroup" colSpan={shown.length + 1} className="border-b border-line bg-sunken px-4 py-1.5 text-xs font-medium text-ink-faint sm:px-5"><span className="sticky left-4 sm:left-5">{area.title}</span></th></tr>
                    {area.entries.map(({ permission, words }) => (
                      <tr key={permission} className="group border-b border-line last:border-0">
                        <th scope="row" className="sticky left-0 bg-panel px-4 py-2 font-normal group-hover:bg-hover sm:px-5"><span className="block">{words}</span><code className="font-mono text-xs text-ink-faint">{permission}</code></th>
                        {shown.map((role) => (
                          <td key={role.id} className="px-2 py-2 text-center group-hover:bg-hover">
                            {role.allowed.has(permission) ? <Check aria-label="allowed" className="mx-auto size-4 text-good-text" /> : <Minus aria-label="not allowed" className="mx-auto size-4 text-ink-faint opacity-50" />}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </Fragment>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      )}
      <RoleEditor draft={draft} onClose={() => edit(undefined)} />
      <Confirm title={`Delete the role ${leaving?.name ?? ''}?`} words="It can be deleted only while nobody has it: give its members another role first." action="Delete" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove(leaving) : undefined)} />
    </Page>
  );
}

function RoleHead({ role, why, onEdit, onCopy, onDelete }: { role: Shown; why: string | false; onEdit: () => void; onCopy: () => void; onDelete: () => void }) {
  return (
    <Menu
      button={{ className: 'breaks inline-flex max-w-full flex-col items-center gap-1 rounded-md px-1.5 py-1 hover:bg-hover', children: <><span className="flex items-center gap-1">{role.title}<ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" /></span>{role.own && <Badge tone="accent">Own</Badge>}</> }}
      entries={[
        { kind: 'words', words: role.words || `${role.allowed.size} permissions` },
        ...(role.own ? [{ kind: 'item' as const, icon: <Pencil />, title: 'Change', onSelect: onEdit, disabled: why }] : []),
        { kind: 'item', icon: <Copy />, title: 'Make a role like this', onSelect: onCopy, disabled: why },
        ...(role.own ? [{ kind: 'item' as const, icon: <Trash2 />, title: 'Delete', isDangerous: true, onSelect: onDelete, disabled: why }] : []),
      ]}
    />
  );
}
