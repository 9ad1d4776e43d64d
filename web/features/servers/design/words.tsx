'use client';
// What models and clients are told about the server as a whole.

import { useState } from 'react';
import { LISTED } from '@/features/tools/listed';
import type { Model } from '@/hub/client';
import { Button } from '@/ui/button';
import { TextArea } from '@/ui/field';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { SelectField } from '@/ui/select';
import type { Drafting } from './draft';

const DISCOVERY: { value: Model<'Discovery'>; label: string }[] = [
  { value: 'auto', label: 'Whichever suits their number' }, { value: 'list', label: 'All in one list' }, { value: 'search', label: 'By searching, with four tools' },
];
const PROFILES: { value: Model<'Profile'>; label: string }[] = [
  { value: 'standard', label: 'Most clients' }, { value: 'claude', label: 'Claude' }, { value: 'openai-strict', label: 'OpenAI, strict' },
  { value: 'gemini', label: 'Gemini' }, { value: 'draft-07', label: 'JSON Schema draft-07' }, { value: 'full', label: 'Everything the document says' },
];
/** Characters of instructions. */
const MOST = 20_000;

export function Words({ server, drafting, made }: { server: Model<'Server'>; drafting: Drafting; made: string | undefined }) {
  const { design } = drafting;
  const isOwn = typeof design.instructions === 'string';
  const isMade = !server.design.instructions;
  const [isOpen, open] = useState(isOwn);
  const write = (instructions: string | null) => drafting.change({ ...design, instructions });
  return (
    <Panel title="For models and clients">
      <div className="flex flex-col gap-4">
        {isOwn || isOpen ? (
          <TextArea
            label="Instructions" rows={8} maxLength={MOST} value={design.instructions ?? (isMade ? made ?? '' : '')} onChange={(event) => write(event.target.value)}
            hint="Models read them before they choose a tool." aside={isOwn ? `${whole(design.instructions!.length)} characters` : 'made of the document'}
          />
        ) : (
          <div>
            <h3 className="text-sm font-medium">Instructions</h3>
            <p className="breaks mt-1.5 line-clamp-5 text-sm whitespace-pre-line text-ink-soft">{made ?? 'Made of the documents.'}</p>
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          {!isOwn && !isOpen && <Button size="small" onClick={() => open(true)}>Write them yourself</Button>}
          {isOwn && <Button size="small" look="quiet" onClick={() => { write(null); open(false); }}>As they are made</Button>}
        </div>
        <SelectField label="How clients find tools" value={design.discovery ?? 'auto'} options={DISCOVERY} onChange={(discovery) => drafting.change({ ...design, discovery })} hint={`Up to ${LISTED} are listed unless you choose otherwise.`} />
        <SelectField label="Schemas for" value={design.profile ?? 'standard'} options={PROFILES} onChange={(profile) => drafting.change({ ...design, profile })} hint="Some clients refuse what others take." />
      </div>
    </Panel>
  );
}
