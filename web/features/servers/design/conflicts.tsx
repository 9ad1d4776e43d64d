'use client';
// Changes that do not fit the APIs any more, each with the ways out of it.

import { useState } from 'react';
import type { Model } from '@/hub/client';
import { sentence } from '@/hub/problem';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import type { Drafting, Source } from './draft';
import { editsOf, useSource, withEdit, withSource } from './source';

interface ConflictsProps {
  conflicts: readonly Model<'DesignConflict'>[];
  drafting: Drafting;
  nameOf: (api: string) => string;
  onOpen: (api: string, tool: string) => void;
}

export function Conflicts({ conflicts, drafting, nameOf, onOpen }: ConflictsProps) {
  const sources = drafting.design.sources ?? [];
  return (
    <Panel title={`${count(conflicts.length, 'change')} ${conflicts.length === 1 ? 'does' : 'do'} not fit any more`} words="Everything else is applied. These wait for you to decide." isFlush className="border-warn-line">
      <ul aria-label="Changes that do not fit">
        {conflicts.map((conflict) => {
          const source = sources.find(({ api }) => api === conflict.api);
          return <Conflict key={`${conflict.api}${conflict.operation}${conflict.message}`} conflict={conflict} source={source} drafting={drafting} name={nameOf(conflict.api ?? '')} isOneOfMany={sources.length > 1} onOpen={onOpen} />;
        })}
      </ul>
    </Panel>
  );
}

function Conflict({ conflict, source, drafting, name, isOneOfMany, onOpen }: { conflict: Model<'DesignConflict'>; source: Source | undefined; drafting: Drafting; name: string; isOneOfMany: boolean; onOpen: ConflictsProps['onOpen'] }) {
  const given = useSource(source);
  const [isMoving, move] = useState(false);
  const edit = source && editsOf(source)[conflict.operation];
  const tool = given.tools.find(({ operation }) => operation === conflict.operation);
  const put = (next: (one: Source) => Source) => { if (source) drafting.change(withSource(drafting.design, source.api, next)); };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0 sm:px-5">
      <div className="min-w-0 grow basis-72">
        <Tag>{conflict.operation}</Tag>{isOneOfMany && <span className="ml-2 text-sm text-ink-faint">{name}</span>}
        <p className="breaks mt-1">{sentence(conflict.message)}</p>
      </div>
      {edit ? (
        <div className="flex flex-wrap gap-2">
          {tool && <Button size="small" onClick={() => onOpen(source.api, tool.name)}>Edit</Button>}
          {!tool && <Button size="small" onClick={() => move(true)}>Give to another operation</Button>}
          <Button size="small" look="quiet" onClick={() => put((one) => withEdit(one, conflict.operation, undefined))}>Drop the changes</Button>
        </div>
      ) : <span className="text-sm text-good-text">Decided; save it</span>}
      {source && edit && (
        <Move
          isOpen={isMoving} from={conflict.operation} operations={given.tools.map(({ operation }) => operation)} onClose={() => move(false)}
          onMove={(operation) => { put((one) => withEdit(withEdit(one, conflict.operation, undefined), operation, edit)); move(false); }}
        />
      )}
    </li>
  );
}

function Move({ isOpen, from, operations, onClose, onMove }: { isOpen: boolean; from: string; operations: string[]; onClose: () => void; onMove: (operation: string) => void }) {
  const [text, setText] = useState('');
  const isKnown = operations.includes(text);
  return (
    <Dialog
      title="Give the changes to another operation" words={from} isOpen={isOpen} onClose={onClose}
      footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" disabled={!isKnown && 'Choose one of the operations that there are'} onClick={() => onMove(text)}>Give them</Button></>}
    >
      <TextField label="Operation" mono autoFocus list="operations" value={text} onChange={(event) => setText(event.target.value)} hint="Type a part of it, and choose." autoComplete="off" spellCheck={false} />
      <datalist id="operations">{operations.filter((one) => one.toLowerCase().includes(text.toLowerCase())).slice(0, 100).map((one) => <option key={one} value={one} />)}</datalist>
    </Dialog>
  );
}
