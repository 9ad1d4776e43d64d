'use client';
// Receivers of events: programs elsewhere that the hub tells what happens.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, Plus, Webhook as Picture } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { changed, whole } from '@/hub/query';
import { Badge, Status, Tag } from '@/ui/badge';
import { Button, looks } from '@/ui/button';
import { Confirm, Dialog } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { Page, Panel } from '@/ui/page';
import { Secret } from '@/ui/secret';
import { Empty, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed, told } from '@/ui/toast';
import { WebhookEditor, type WebhookDraft } from './webhook-editor';

type Webhook = Model<'Webhook'>;

function State({ webhook }: { webhook: Webhook }) {
  if (!webhook.is_enabled) return <Status tone="plain">Off</Status>;
  if (webhook.failures > 0) return <span title={webhook.last_error ? sentence(webhook.last_error) : undefined}><Status tone="bad">Fails</Status></span>;
  return webhook.last_at ? <Status tone="good">Works</Status> : <Status tone="plain">Nothing sent yet</Status>;
}

export function Webhooks() {
  const { slug: organisation, lacks } = useOrganisation();
  const webhooks = useQuery(whole('/organisations/{organisation}/webhooks', { path: { organisation } }));
  const [draft, edit] = useState<WebhookDraft>();
  const [fresh, setFresh] = useState<Model<'WebhookWithSecret'>>();
  const [leaving, leave] = useState<Webhook>();
  const why = lacks('webhooks:manage');
  const path = (webhook: string) => ({ path: { organisation, webhook } });
  const test = useMutation({
    mutationFn: (webhook: Webhook) => answer(hub.POST('/organisations/{organisation}/webhooks/{webhook}/tests', { params: path(webhook.id) })),
    onSuccess: (tested, webhook) => {
      void changed('/organisations/{organisation}/webhooks');
      if (tested.is_delivered) told(`${webhook.name} took it`, sentence(tested.message));
      else failed(`${webhook.name} did not take it`, new Error(tested.message));
    },
    onError: (error) => failed('It could not be tried', error),
  });
  const turn = useMutation({
    mutationFn: (webhook: Webhook) => answer(hub.PATCH('/organisations/{organisation}/webhooks/{webhook}', { params: path(webhook.id), body: { is_enabled: !webhook.is_enabled } })),
    onSuccess: (webhook) => { void changed('/organisations/{organisation}/webhooks'); told(`${webhook.name} is ${webhook.is_enabled ? 'on' : 'off'}`); },
    onError: (error) => failed('It was not changed', error),
  });
  const remove = async (webhook: Webhook) => {
    try {
      await answer(hub.DELETE('/organisations/{organisation}/webhooks/{webhook}', { params: path(webhook.id) }));
      await changed('/organisations/{organisation}/webhooks');
      told(`${webhook.name} is deleted`);
    } catch (error) {
      failed('The webhook was not deleted', error);
      throw error;
    }
  };
  const columns: Column<Webhook>[] = [
    { title: 'Name', cell: (one) => <span className="breaks"><span className="font-medium">{one.name}</span><span className="block text-sm text-ink-faint">{one.url}</span></span> },
    { title: 'State', cell: (one) => <State webhook={one} /> },
    { title: 'Hears of', from: 'md', cell: ({ kinds }) => <span className="flex flex-wrap gap-1">{kinds.length === 0 ? <Badge>Everything</Badge> : kinds.map((kind) => <Tag key={kind}>{kind.endsWith('.') ? `${kind}*` : kind}</Tag>)}</span> },
    { title: 'Last sent', isNumber: true, from: 'sm', cell: ({ last_at: at }) => (at ? <Time at={at} className="text-ink-soft" /> : <span className="text-ink-faint">Never</span>) },
    {
      title: 'Actions', isUntitled: true, isNumber: true, className: 'w-12', cell: (one) => (
        <Menu align="end" button={{ 'aria-label': `What to do with ${one.name}`, className: looks('quiet', 'small', 'px-1.5!'), children: <Ellipsis aria-hidden className="size-4" /> }} entries={[
          { kind: 'item', title: 'Send a test', onSelect: () => test.mutate(one), disabled: why }, { kind: 'item', title: 'Change', onSelect: () => edit({ id: one.id, name: one.name, url: one.url, kinds: one.kinds }), disabled: why },
          { kind: 'item', title: one.is_enabled ? 'Turn off' : 'Turn on', onSelect: () => turn.mutate(one), disabled: why }, { kind: 'line' },
          { kind: 'item', title: 'Delete', isDangerous: true, onSelect: () => leave(one), disabled: why },
        ]} />
      ),
    },
  ];
  const add = <Button look="primary" icon={<Plus className="size-4" />} disabled={why} onClick={() => edit({ name: '', url: '', kinds: [] })}>Add a webhook</Button>;
  return (
    <Page title="Webhooks" words="Programs elsewhere that the hub tells what happens, signed, and sent again until they take it." actions={add}>
      <Panel isFlush>
        {webhooks.error ? <Trouble error={webhooks.error} onRetry={() => void webhooks.refetch()} />
          : webhooks.isPending ? <SkeletonRows rows={3} />
            : webhooks.data.length > 0 ? <Table label="Webhooks" rows={webhooks.data} columns={columns} keyOf={({ id }) => id} />
              : <Empty icon={<Picture />} title="Nobody is told yet" words="Add an address, and the hub tells it when an API becomes unhealthy, a revision waits for approval, a deployment fails." />}
      </Panel>
      <WebhookEditor draft={draft} onClose={() => edit(undefined)} onMade={setFresh} />
      <Dialog title={fresh ? `${fresh.name} is added` : 'Webhook'} isOpen={fresh !== undefined} onClose={() => setFresh(undefined)} footer={<Button look="primary" onClick={() => setFresh(undefined)}>I have kept it</Button>}>
        {fresh && <Secret label="Secret" text={fresh.secret} words="Deliveries are signed with it (Standard Webhooks, HMAC-SHA256): verify them. It is not shown again." />}
      </Dialog>
      <Confirm title={`Delete ${leaving?.name ?? ''}?`} words="It hears of nothing any more, also not of what waits to be sent again." action="Delete" isOpen={leaving !== undefined} onClose={() => leave(undefined)} onConfirm={() => (leaving ? remove(leaving) : undefined)} />
    </Page>
  );
}
