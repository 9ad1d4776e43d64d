'use client';
// The images that were built of a version: where they are, what was found in them, and their archives.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { read, whole } from '@/hub/query';
import { Badge, Status, Tag, type Tone } from '@/ui/badge';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy';
import { Dialog } from '@/ui/dialog';
import { bytes } from '@/ui/numbers';
import { Facts } from '@/ui/page';
import { save } from '@/ui/save';
import { Skeleton, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';
import { Time } from '@/ui/time';
import { failed } from '@/ui/toast';

type Image = Model<'ServerImage'>;

const STATES: Record<Model<'ImageState'>, { words: string; tone: Tone }> = {
  pushed: { words: 'Pushed', tone: 'good' }, kept: { words: 'To download', tone: 'good' }, blocked: { words: 'Held back', tone: 'bad' }, replaced: { words: 'Replaced', tone: 'plain' }, removed: { words: 'Deleted', tone: 'plain' },
};
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** `2 critical, 1 low`: the worst first. */
function found({ scanner, findings }: Image): string {
  if (!scanner) return 'Not looked through';
  const counts = SEVERITIES.filter((severity) => findings[severity]).map((severity) => `${findings[severity] ?? 0} ${severity}`);
  return counts.join(', ') || 'Nothing found';
}

export function Images({ server, version }: { server: Model<'Server'>; version: Model<'ServerVersion'> }) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, server: server.slug };
  const images = useQuery(whole('/organisations/{organisation}/servers/{server}/images', { path, query: { version: String(version.number) } }));
  const [looked, look] = useState<Image>();
  const archive = useMutation({
    mutationFn: (image: Image) => answer(hub.GET('/organisations/{organisation}/servers/{server}/images/{image}/archive', { params: { path: { ...path, image: image.id } }, parseAs: 'blob' })),
    onSuccess: (blob, { tag }) => save(blob as unknown as Blob, `${server.slug}-${tag}.tar`),
    onError: (error) => failed('The image could not be had', error),
  });
  const columns: Column<Image>[] = [
    { title: 'Image', cell: ({ name }) => <span className="breaks font-mono text-sm">{name}</span> },
    { title: 'State', cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].words}</Status> },
    { title: 'Found in it', from: 'md', cell: (one) => <button type="button" className="text-left text-accent-text hover:underline" onClick={() => look(one)}>{found(one)}</button> },
    { title: 'Built', isNumber: true, from: 'sm', cell: ({ created_at: at }) => <Time at={at} className="text-ink-soft" /> },
    { title: 'Actions', isUntitled: true, isNumber: true, cell: (one) => one.state === 'kept' && <Button size="small" icon={<Download className="size-3.5" />} busy={archive.isPending && archive.variables.id === one.id} onClick={() => archive.mutate(one)} aria-label={`Download ${one.name}`}>Download</Button> },
  ];
  if (images.error) return <Trouble error={images.error} onRetry={() => void images.refetch()} />;
  if (images.isPending) return <SkeletonRows rows={2} />;
  if (images.data.length === 0) return <p className="text-sm text-ink-faint">No image of this version was built yet.</p>;
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line"><Table label="Images" rows={images.data} columns={columns} keyOf={({ id }) => id} /></div>
      <Dialog title={looked?.name ?? 'Image'} isOpen={looked !== undefined} onClose={() => look(undefined)} className="max-w-2xl" footer={<Button onClick={() => look(undefined)}>Close</Button>}>
        {looked && <Findings key={looked.id} server={server} image={looked} />}
      </Dialog>
    </>
  );
}

function Findings({ server, image }: { server: Model<'Server'>; image: Image }) {
  const { slug: organisation } = useOrganisation();
  const seen = useQuery(read('/organisations/{organisation}/servers/{server}/images/{image}', { path: { organisation, server: server.slug, image: image.id } }));
  const columns: Column<Model<'ImageFinding'>>[] = [
    { title: 'Finding', cell: ({ id, title }) => <span className="breaks"><span className="font-medium">{id}</span>{title && <span className="block text-sm text-ink-faint">{title}</span>}</span> },
    { title: 'Severity', cell: ({ severity }) => <Badge tone={severity === 'critical' || severity === 'high' ? 'bad' : severity === 'medium' ? 'warn' : 'plain'}>{severity}</Badge> },
    { title: 'In', cell: (one) => <span className="breaks font-mono text-sm">{one.package} {one.version}</span> },
    { title: 'Fixed in', from: 'sm', cell: ({ fixed }) => fixed || '–' },
  ];
  return (
    <div className="flex flex-col gap-5">
      <Facts facts={[
        ['State', <Status key="s" tone={STATES[image.state].tone}>{STATES[image.state].words}</Status>],
        ['For', image.platforms.join(', ')], ['Size', bytes(image.size)], ['Signed', image.is_signed ? 'Yes' : 'No'],
        ['Looked through by', image.scanner ?? (image.note ? sentence(image.note) : 'Nothing')],
        ['Digest', <span key="d" className="flex items-center gap-1"><Tag>{image.digest}</Tag><CopyButton text={image.digest} label="Copy the digest" /></span>],
      ]} />
      {seen.error ? <Trouble error={seen.error} onRetry={() => void seen.refetch()} what="image" />
        : !seen.data ? <Skeleton className="h-24 w-full" />
          : seen.data.vulnerabilities.length > 0 ? <Table label="Findings" rows={seen.data.vulnerabilities} columns={columns} keyOf={(one) => `${one.id} ${one.package} ${one.version}`} />
            : image.scanner && <p className="text-sm text-ink-faint">Nothing was found in it.</p>}
    </div>
  );
}
