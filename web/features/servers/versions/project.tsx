'use client';
// A version to take along: as a source project in a language of one's choice, which needs no hub any more.

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { save } from '@/ui/save';
import { SelectField } from '@/ui/select';
import { Failure } from '@/ui/states';

const LANGUAGES = [{ value: 'python', label: 'Python' }, { value: 'typescript', label: 'TypeScript' }, { value: 'go', label: 'Go' }, { value: 'rust', label: 'Rust' }] as const;
const LICENSES = [{ value: 'apache-2.0', label: 'Apache 2.0' }, { value: 'mit', label: 'MIT' }, { value: 'bsd-3-clause', label: 'BSD 3-Clause' }, { value: 'proprietary', label: 'Proprietary' }] as const;
const ARCHIVES = [{ value: 'zip', label: '.zip' }, { value: 'tar.gz', label: '.tar.gz' }] as const;

export function ProjectOf({ server, version }: { server: Model<'Server'>; version: Model<'ServerVersion'> }) {
  const { slug: organisation } = useOrganisation();
  const [language, speak] = useState<(typeof LANGUAGES)[number]['value']>('python');
  const [license, choose] = useState<(typeof LICENSES)[number]['value']>('apache-2.0');
  const [archive, pack] = useState<(typeof ARCHIVES)[number]['value']>('zip');
  const path = { organisation, server: server.slug, version: String(version.number) };
  const project = useMutation({
    mutationFn: () => answer(hub.GET('/organisations/{organisation}/servers/{server}/versions/{version}/project', { params: { path, query: { language, license, archive } }, parseAs: 'blob' })),
    onSuccess: (blob) => save(blob as unknown as Blob, `${server.slug}.${archive}`),
  });
  return (
    <section className="flex flex-col gap-3" aria-labelledby="project">
      <div><h3 id="project" className="font-semibold">Source project</h3><p className="text-sm text-ink-faint">A server of your own with the same tools, tests and a Dockerfile. No secret is in it: it takes credentials from its environment.</p></div>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField className="w-40" label="Language" value={language} onChange={speak} options={[...LANGUAGES]} />
        <SelectField className="w-40" label="Licence" value={license} onChange={choose} options={[...LICENSES]} />
        <SelectField className="w-28" label="Archive" value={archive} onChange={pack} options={[...ARCHIVES]} />
        <Button icon={<Download className="size-3.5" />} busy={project.isPending} onClick={() => project.mutate()}>Download it</Button>
      </div>
      <Failure error={project.error} />
    </section>
  );
}
