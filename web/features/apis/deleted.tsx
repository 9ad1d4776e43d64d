'use client';
// APIs that were deleted and can still be had back.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { changed, whole } from '@/hub/query';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/page';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';

export function DeletedApis() {
  const { slug: organisation, lacks } = useOrganisation();
  const apis = useQuery(whole('/organisations/{organisation}/apis', { path: { organisation }, query: { deleted: true } }));
  const restore = useMutation({
    mutationFn: (api: Model<'Api'>) => answer(hub.POST('/organisations/{organisation}/apis/{api}/restoration', { params: { path: { organisation, api: api.id } } })),
    onSuccess: (_, api) => { void changed('/organisations/{organisation}/apis', '/organisations/{organisation}/apis/{api}'); told(`${api.name} is back`); },
    onError: (error) => failed('It was not restored', error),
  });
  const columns: Column<Model<'Api'>>[] = [
    { title: 'Name', cell: ({ name }) => <span className="breaks font-medium">{name}</span> },
    { title: 'Deleted', isNumber: true, cell: ({ deleted_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Restore', isUntitled: true, isNumber: true, className: 'w-28', cell: (api) => <Button size="small" busy={restore.isPending && restore.variables?.id === api.id} disabled={lacks('apis:delete')} onClick={() => restore.mutate(api)}>Restore</Button> },
  ];
  return (
    <Panel isFlush>
      {apis.error ? <Trouble error={apis.error} onRetry={() => void apis.refetch()} />
        : apis.isPending ? <SkeletonRows rows={2} />
          : apis.data.length > 0 ? <Table label="Deleted APIs" rows={apis.data} columns={columns} keyOf={({ id }) => id} /> : <Empty icon={<Trash2 />} title="Nothing is deleted" words="What is deleted stays here for a while, and can be restored." />}
    </Panel>
  );
}
