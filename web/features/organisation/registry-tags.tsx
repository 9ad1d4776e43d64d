'use client';
// What there is in a registry: the repositories that images were pushed to, and the tags of one of them.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Tag as Picture, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, read, whole } from '@/hub/query';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Confirm, Sheet } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Empty, Skeleton, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';

type Registry = Model<'Registry'>;
type RegistryTag = Model<'RegistryTag'>;

export function TagsSheet({ registry, onClose }: { registry: Registry | undefined; onClose: () => void }) {
  return (
    <Sheet title={registry ? `Tags of ${registry.name}` : 'Tags'} words={registry && <code className="breaks font-mono">{registry.address}</code>} isOpen={registry !== undefined} onClose={onClose} className="max-w-3xl">
      {registry && <Repositories key={registry.id} registry={registry} />}
    </Sheet>
  );
}

function Repositories({ registry }: { registry: Registry }) {
  const { slug: organisation } = useOrganisation();
  const seen = useQuery(read('/organisations/{organisation}/registries/{registry}', { path: { organisation, registry: registry.id } }));
  const [typed, type] = useState('');
  const [chosen, choose] = useState<string>();
  const repository = chosen ?? seen.data?.repositories[0];
  const submit = (event: FormEvent) => { event.preventDefault(); if (typed.trim()) choose(typed.trim()); };
  if (seen.error) return <Trouble error={seen.error} onRetry={() => void seen.refetch()} what="registry" />;
  if (!seen.data) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end gap-3">
        {seen.data.repositories.map((one) => <Button key={one} size="small" look={one === repository ? 'primary' : 'plain'} aria-pressed={one === repository} onClick={() => choose(one)}>{one}</Button>)}
        <form onSubmit={submit} className="flex items-end gap-2">
          <TextField className="w-44" label="Repository" mono value={typed} onChange={(event) => type(event.target.value)} placeholder="shop" autoComplete="off" />
          <Button type="submit" disabled={typed.trim() === '' && 'Name a repository first'}>Show it</Button>
        </form>
      </div>
      {repository ? <Tags key={repository} registry={registry} repository={repository} /> : <Empty icon={<Picture />} title="Nothing was pushed from here yet" words="Name a repository to see what others pushed there." />}
    </div>
  );
}

function Tags({ registry, repository }: { registry: Registry; repository: string }) {
  const { slug: organisation, lacks } = useOrganisation();
  const path = { organisation, registry: registry.id };
  // A registry that is away, or lets nobody in, says the same the next time.
  const tags = useQuery({ ...whole('/organisations/{organisation}/registries/{registry}/tags', { path, query: { repository } }), retry: false });
  const [leaving, leave] = useState<RegistryTag>();
  const remove = useMutation({
    mutationFn: ({ tag }: RegistryTag) => answer(hub.DELETE('/organisations/{organisation}/registries/{registry}/tags/{tag}', { params: { path: { ...path, tag }, query: { repository } } })),
    onSuccess: (_, { tag }) => { void changed('/organisations/{organisation}/registries/{registry}/tags', '/organisations/{organisation}/servers/{server}/images'); told(`${repository}:${tag} is deleted`); },
    onError: (error) => failed('The tag was not deleted', error),
  });
  const columns: Column<RegistryTag>[] = [
    { title: 'Tag', cell: ({ tag }) => <span className="breaks font-mono text-sm">{tag}</span> },
    { title: 'Pushed from here', cell: ({ pushed_at: at }) => (at ? <Time at={at} className="text-ink-soft" /> : <span className="text-ink-faint">By somebody else</span>) },
    { title: 'Digest', from: 'md', cell: ({ digest }) => (digest ? <Tag className="w-44">{digest.replace('sha256:', '')}</Tag> : '–') },
    { title: 'Actions', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => <Button look="quiet" size="small" aria-label={`Delete ${one.tag}`} disabled={lacks('registries:manage')} onClick={() => leave(one)} icon={<Trash2 className="size-4" />} /> },
  ];
  return (
    <>
      {tags.error ? <Trouble error={tags.error} onRetry={() => void tags.refetch()} />
        : tags.isPending ? <SkeletonRows rows={3} />
          : tags.data.length > 0 ? <Table label={`Tags of ${repository}`} rows={tags.data} columns={columns} keyOf={({ tag }) => tag} />
            : <Empty icon={<Picture />} title="There are no tags" words={<>The registry has nothing in <code className="font-mono">{repository}</code>.</>} />}
      <Confirm title={`Delete ${repository}:${leaving?.tag ?? ''}?`} words="Whoever runs it by this tag cannot pull it any more. It stays where other tags need the same image." action="Delete" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove.mutateAsync(leaving) : undefined)} />
    </>
  );
}
