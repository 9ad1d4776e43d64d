'use client';
// The file by which clients that start servers themselves install one.

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { save } from '@/ui/save';
import { failed } from '@/ui/toast';

export function BundleButton({ server }: { server: Model<'Server'> }) {
  const { slug: organisation } = useOrganisation();
  const bundle = useMutation({
    mutationFn: () => answer(hub.GET('/organisations/{organisation}/servers/{server}/bundle.mcpb', { params: { path: { organisation, server: server.slug } }, parseAs: 'blob' })),
    onSuccess: (blob) => save(blob as unknown as Blob, `${server.slug}.mcpb`),
    onError: (error) => failed('The bundle could not be had', error),
  });
  return <Button icon={<Download className="size-3.5" />} busy={bundle.isPending} onClick={() => bundle.mutate()}>Download {server.slug}.mcpb</Button>;
}
