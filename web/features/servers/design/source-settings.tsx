'use client';
// What concerns one API of a server as a whole: which revision, what its tools' names begin with, and taking it out.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { whole } from '@/hub/query';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import type { Source } from './draft';
import { editsOf } from './source';

/** What the hub takes as the beginning of names. */
export const SPACE = /^[a-z][a-z0-9_]{0,11}$/;

interface SettingsProps {
  source: Source;
  name: string;
  isAlone: boolean;
  /** What the hub puts before the names. */
  space: string | undefined;
  onChange: (change: (source: Source) => Source) => void;
  onRemove: () => void;
}

export function SourceSettings({ source, name, isAlone, space, onChange, onRemove }: SettingsProps) {
  const { slug: organisation } = useOrganisation();
  const revisions = useQuery(whole('/organisations/{organisation}/apis/{api}/revisions', { path: { organisation, api: source.api } }));
  const [isSure, setSure] = useState(false);
  const usable = (revisions.data ?? []).filter(({ id, state }) => ['approved', 'superseded'].includes(state) || id === source.revision);
  const edits = Object.keys(editsOf(source)).length;
  const isSpace = !source.space || SPACE.test(source.space);
  return (
    <Panel title={<span className="breaks">{name}</span>}>
      <div className="flex flex-col gap-4">
        <SelectField
          label="Revision" value={source.revision ?? ''} hint="The current one is taken when a version is made."
          options={[{ value: '', label: 'The current one' }, ...usable.map(({ id, number }) => ({ value: id, label: `Always revision ${number}` }))]}
          onChange={(revision) => onChange(({ revision: _, ...rest }) => (revision ? { ...rest, revision } : rest))}
        />
        {!isAlone && (
          <TextField
            label="Its tools’ names begin with" mono spellCheck={false} placeholder={space} value={source.space ?? ''} error={isSpace ? undefined : 'Use 1 to 12 lower-case letters, digits and underscores, a letter first'}
            onChange={(event) => onChange(({ space: _, ...rest }) => (event.target.value ? { ...rest, space: event.target.value } : rest))}
          />
        )}
        <div><Button size="small" onClick={() => (edits > 0 || (source.curation?.picks ?? []).length > 0 ? setSure(true) : onRemove())}>Take it out</Button></div>
      </div>
      <Confirm title={`Take ${name} out of this server?`} words={`Which of its tools are in${edits > 0 ? ', and your changes of their words,' : ''} go with it. Until you save, you can still discard that.`} action="Take it out" isOpen={isSure} onClose={() => setSure(false)} onConfirm={onRemove} />
    </Panel>
  );
}
