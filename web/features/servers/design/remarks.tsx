'use client';
// What of the chosen tools is worth a look.

import { useMemo } from 'react';
import { remarks } from '@/features/tools/lint';
import type { Model } from '@/hub/client';
import { whole } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { VirtualList } from '@/ui/virtual';
import type { Edits } from './source';

export function Remarks({ tools, chosen, edits, onOpen }: { tools: readonly Model<'ToolSummary'>[]; chosen: ReadonlySet<string>; edits: Edits; onOpen: (tool: string) => void }) {
  const found = useMemo(() => remarks(tools, chosen, edits), [tools, chosen, edits]);
  if (found.length === 0) return null;
  return (
    <Panel title={`Worth a look (${whole(found.length)})`} isFlush>
      <VirtualList
        label="Worth a look" rows={found} keyOf={({ tool, words }) => tool.name + words} height={64} className="max-h-56 overflow-y-auto"
        row={({ tool, words }) => (
          <button type="button" onClick={() => onOpen(tool.name)} className="w-full border-b border-line px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 sm:px-5">
            <span className="breaks block font-mono text-sm font-medium">{edits[tool.operation]?.name ?? tool.name}</span>
            <span className="block text-sm text-ink-soft">{words}</span>
          </button>
        )}
      />
    </Panel>
  );
}
