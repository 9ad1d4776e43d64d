'use client';
// A document of a revision as it was read, opened where a finding is.

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { keyOf } from '@/hub/query';
import { Button } from '@/ui/button';
import { type Language, languageOf } from '@/ui/code';
import { Sheet } from '@/ui/dialog';
import { bytes, count } from '@/ui/numbers';
import { save } from '@/ui/save';
import { Source } from '@/ui/source';
import { Skeleton, Trouble } from '@/ui/states';
import { type Lines, documentOf, laidOut, locate } from './locate';

interface DocumentProps {
  api: Model<'Api'>;
  revision: Model<'RevisionDetail'>;
  /** Which of its documents; empty for none. */
  digest: string;
  /** What to show of it first, as a finding says it. */
  place: string;
  onClose: () => void;
}

/** The document of a revision that a place is in: its root, where the place names none. */
export function documentAt(revision: Model<'RevisionDetail'>, place: string): Model<'RevisionDocument'> | undefined {
  const name = documentOf(place);
  return revision.documents.find((one) => name !== '' && (one.name === name || one.name.endsWith(name))) ?? revision.documents[0];
}

const nameOf = (name: string) => name.split('/').findLast(Boolean) ?? name;

function useDocument(api: Model<'Api'>, revision: Model<'RevisionDetail'>, digest: string) {
  const { slug: organisation } = useOrganisation();
  const path = '/organisations/{organisation}/apis/{api}/revisions/{revision}/documents/{digest}';
  const parameters = { path: { organisation, api: api.id, revision: revision.id, digest } };
  return useQuery({
    // What a digest stands for never changes.
    queryKey: keyOf(path, parameters), enabled: digest !== '', staleTime: Infinity,
    queryFn: async ({ signal }) => laidOut(await answer(hub.GET(path, { params: parameters, parseAs: 'text', signal })) as unknown as string),
  });
}

/** Its beginning says it; JSON is not parsed for this. */
function languageOfDocument(text: string): Language {
  const { language } = languageOf(text.slice(0, 200), 'yaml');
  return language === 'text' ? 'json' : language;
}

export function Document({ api, revision, digest, place, onClose }: DocumentProps) {
  const content = useDocument(api, revision, digest);
  const [found, setFound] = useState<{ place: string; lines: Lines | undefined }>();
  const about = revision.documents.find((one) => one.digest === digest);
  const text = content.data;
  useEffect(() => {
    let isOver = false;
    if (text !== undefined && place) void locate(text, place).then((lines) => { if (!isOver) setFound({ place, lines }); });
    return () => { isOver = true; };
  }, [text, place]);
  const lines = found?.place === place ? found.lines : undefined;
  return (
    <Sheet
      title={about ? nameOf(about.name) : 'Document'} words={<span className="breaks font-mono text-xs">{place || about?.name}</span>} isOpen={digest !== ''} onClose={onClose} className="max-w-4xl"
      footer={text !== undefined && <><span className="tabular mr-auto self-center text-sm text-ink-faint">{count(text.split('\n').length, 'line')}, {bytes(text.length)}</span><Button size="small" icon={<Download className="size-3.5" />} onClick={() => save(new Blob([text]), nameOf(about?.name ?? 'document'))}>Download</Button></>}
    >
      {content.error ? <Trouble what="document" error={content.error} onRetry={() => void content.refetch()} /> : text === undefined ? <Skeleton className="h-96 w-full" /> : (
        <div className="flex h-full flex-col gap-3">
          {place && found?.place === place && !lines && <p className="text-sm text-ink-faint">Where this is cannot be shown in the document.</p>}
          <Source label={`Document ${about?.name ?? ''}`} text={text} language={languageOfDocument(text)} marked={lines} className="min-h-96 grow" />
        </div>
      )}
    </Sheet>
  );
}
