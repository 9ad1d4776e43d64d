'use client';
// Registries of images: where servers are pushed to, as whom, and how much of it is kept.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Container, Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, whole } from '@/hub/query';
import { Badge, Status } from '@/ui/badge';
import { Button, looks } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { count } from '@/ui/numbers';
import { Page, Panel } from '@/ui/page';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { RegistryEditor, type RegistryDraft } from './registry-editor';
import { TagsSheet } from './registry-tags';

type Registry = Model<'Registry'>;

function State({ tested }: { tested: Registry['tested'] }) {
  if (!tested) return <Status tone="plain">Not tried yet</Status>;
  return <span title={sentence(tested.message)}><Status tone={tested.accepted ? 'good' : 'bad'}>{tested.accepted ? 'Works' : 'Fails'}</Status></span>;
}

const draftOf = ({ id, name, address, has_login: hasLogin, is_insecure: isInsecure, authorities, keep }: Registry): RegistryDraft => ({ id, name, address, hasLogin, isInsecure, authorities: authorities ?? '', keep });

export function Registries() {
  const { slug: organisation, lacks } = useOrganisation();
  const registries = useQuery(whole('/organisations/{organisation}/registries', { path: { organisation } }));
  const [draft, edit] = useState<RegistryDraft>();
  const [looked, look] = useState<Registry>();
  const [leaving, leave] = useState<Registry>();
  const why = lacks('registries:manage');
  const path = (registry: string) => ({ path: { organisation, registry } });
  const test = useMutation({
    mutationFn: (registry: Registry) => answer(hub.POST('/organisations/{organisation}/registries/{registry}/tests', { params: path(registry.id) })),
    onSuccess: (tested, { name }) => {
      void changed('/organisations/{organisation}/registries');
      if (tested.accepted) told(`${name} works`, sentence(tested.message));
      else failed(`${name} does not work`, new Error(tested.message));
    },
    onError: (error) => failed('It could not be tried', error),
  });
  const remove = async (registry: Registry) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/registries/{registry}', { params: path(registry.id) }));
      await changed('/organisations/{organisation}/registries');
      told(`${registry.name} is deleted`);
    } catch (error) {
      failed('The registry was not deleted', error);
      throw error;
    }
  };
  const columns: Column<Registry>[] = [
    { title: 'Name', cell: (one) => <span className="breaks"><span className="font-medium">{one.name}</span><span className="block font-mono text-sm text-ink-faint">{one.address}</span></span> },
    { title: 'State', cell: ({ tested }) => <State tested={tested} /> },
    { title: 'Login', from: 'md', cell: (one) => <span className="flex flex-wrap gap-1"><Badge>{one.has_login ? 'Kept' : 'Nobody in particular'}</Badge>{one.is_insecure && <Badge tone="warn">May be without TLS</Badge>}</span> },
    { title: 'Keeps', from: 'md', cell: ({ keep }) => (keep === 0 ? 'All tags' : count(keep, 'tag')) },
    { title: 'Tried', isNumber: true, from: 'sm', cell: ({ tested }) => (tested ? <Time at={tested.at} className="text-ink-soft" /> : <span className="text-ink-faint">Never</span>) },
    {
      title: 'Actions', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => (
        <Menu align="end" button={{ 'aria-label': `What to do with ${one.name}`, className: looks('quiet', 'small', 'px-1.5!'), children: <Ellipsis aria-hidden className="size-4" /> }} entries={[
          { kind: 'item', title: 'See its tags', onSelect: () => look(one) }, { kind: 'item', title: 'Try it', onSelect: () => test.mutate(one), disabled: why },
          { kind: 'item', title: 'Change', onSelect: () => edit(draftOf(one)), disabled: why }, { kind: 'line' },
          { kind: 'item', title: 'Delete', isDangerous: true, onSelect: () => leave(one), disabled: why },
        ]} />
      ),
    },
  ];
  const add = <Button look="primary" icon={<Plus className="size-4" />} disabled={why} onClick={() => edit({ name: '', address: '', hasLogin: false, isInsecure: false, authorities: '', keep: 0 })}>Add a registry</Button>;
  return (
    <Page title="Registries" words="Where images of servers are pushed to. A version’s page builds them; passwords are sealed, and never shown." actions={add}>
      <Panel isFlush>
        {registries.error ? <Trouble error={registries.error} onRetry={() => void registries.refetch()} />
          : registries.isPending ? <SkeletonRows rows={3} />
            : registries.data.length > 0 ? <Table label="Registries" rows={registries.data} columns={columns} keyOf={({ id }) => id} />
              : <Empty icon={<Container />} title="There are no registries yet" words="Add one, and versions of servers can be pushed there as images. Without one they can be downloaded." />}
      </Panel>
      <RegistryEditor draft={draft} onClose={() => edit(undefined)} />
      <TagsSheet registry={looked} onClose={() => look(undefined)} />
      <Confirm title={`Delete ${leaving?.name ?? ''}?`} words="The login that is kept goes with it. What was pushed there stays." action="Delete" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove(leaving) : undefined)} />
    </Page>
  );
}
