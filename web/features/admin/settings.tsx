'use client';
// Every setting of the hub as it holds, with what it does: found by words, or only those that somebody set. Secrets are masked by the hub.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Model } from '@/hub/client';
import { read } from '@/hub/query';
import { useParameter, useSetParameters } from '@/hub/url';
import { Tag } from '@/ui/badge';
import { SearchField } from '@/ui/field';
import { Page, Panel } from '@/ui/page';
import { FilterSelect } from '@/ui/select';
import { NothingFound, SkeletonRows, Trouble } from '@/ui/states';
import { type Column, Table } from '@/ui/table';

type Setting = Model<'Setting'>;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const isSet = ({ value, default: usual }: Setting) => text(value) !== text(usual);

/** A value as it would be written; nothing is said to be nothing. */
function Value({ of: value }: { of: unknown }) {
  const isNothing = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return isNothing ? <span className="text-ink-faint">–</span> : <code className="breaks font-mono text-sm">{text(value)}</code>;
}

/** Words in which what is written as code looks like it. */
function Words({ of: words }: { of: string }) {
  return <span className="breaks text-ink-soft">{words.split('`').map((part, at) => (at % 2 === 1 ? <code key={at} className="font-mono text-sm">{part}</code> : part))}</span>;
}

const COLUMNS: Column<Setting>[] = [
  { title: 'Setting', className: 'w-1/2 md:w-1/4', cell: ({ name }) => <code className="breaks font-mono text-sm">{name}</code> },
  { title: 'Value', className: 'w-1/4', cell: (setting) => <span className={isSet(setting) ? 'font-semibold text-accent-text' : undefined}><Value of={setting.value} /></span> },
  { title: 'Default', from: 'lg', className: 'w-1/6', cell: (setting) => <Value of={setting.default} /> },
  { title: 'What it does', from: 'md', cell: ({ words }) => <Words of={words} /> },
];

export function Settings() {
  const set = useSetParameters();
  const search = useParameter('search');
  const show = useParameter('show') as 'set' | '';
  const [typed, type] = useState(search);
  const settings = useQuery(read('/admin/settings'));
  const sought = search.trim().toLowerCase();
  const rows = (settings.data?.items ?? []).filter((one) => (show !== 'set' || isSet(one)) && `${one.name} ${one.words}`.toLowerCase().includes(sought));
  return (
    <Page title="Settings" words={<>What holds where this process runs. They are set in the file <Tag>mcphub.toml</Tag> or by the environment: <Tag>listen.address</Tag> is <Tag>MCPHUB__LISTEN__ADDRESS</Tag>.</>}>
      <div className="flex flex-wrap gap-2">
        <SearchField label="Find by name or words" value={typed} onChange={(event) => { type(event.target.value); set({ search: event.target.value }); }} className="grow basis-56 sm:max-w-sm" />
        <FilterSelect<'set' | ''> label="Which" value={show} onChange={(next) => set({ show: next })} options={[{ value: '', label: 'All settings' }, { value: 'set', label: 'Only what was set' }]} />
      </div>
      <Panel isFlush>
        {settings.error ? <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
          : !settings.data ? <SkeletonRows rows={12} />
            : rows.length > 0 ? <Table label="Settings" rows={rows} columns={COLUMNS} keyOf={({ name }) => name} />
              : <NothingFound what="setting" onReset={() => { type(''); set({ search: '', show: '' }); }} />}
      </Panel>
    </Page>
  );
}
