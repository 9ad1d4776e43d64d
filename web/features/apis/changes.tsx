'use client';
// What changed from one revision to the next, as agents notice it: the gravest first.

import { CircleAlert, Plus, TriangleAlert } from 'lucide-react';
import { sentence } from '@/hub/problem';
import { Tag } from '@/ui/badge';
import { count } from '@/ui/numbers';

/** The hub's own document calls it an object; this is what is in it. */
export interface Change {
  impact: 'breaking' | 'notable' | 'addition';
  tool: string;
  message: string;
}

const IMPACTS = [
  { impact: 'breaking', title: 'Breaks agents', words: 'What worked may fail: a prompt, a saved call, a permission that names a tool.', icon: CircleAlert, look: 'text-bad' },
  { impact: 'notable', title: 'Agents notice', words: 'Models read something else than before, and may behave differently.', icon: TriangleAlert, look: 'text-warn-text' },
  { impact: 'addition', title: 'New', words: 'There is more than before.', icon: Plus, look: 'text-good-text' },
] as const;

/** How many of a kind are shown at first. */
const MOST = 200;

export function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="px-5 py-4 text-ink-soft">Nothing that an agent would notice.</p>;
  return IMPACTS.map(({ impact, title, words, icon: Icon, look }) => {
    const all = changes.filter((change) => change.impact === impact);
    if (all.length === 0) return null;
    return (
      <section key={impact} className="border-b border-line last:border-0">
        <div className="bg-sunken px-4 py-2 sm:px-5"><h3 className="font-medium">{title} <span className="tabular ml-1 text-sm font-normal text-ink-faint">{all.length}</span></h3><p className="text-sm text-ink-faint">{words}</p></div>
        <ul>
          {all.slice(0, MOST).map((change, index) => (
            <li key={index} className="flex items-start gap-3 border-t border-line px-4 py-2.5 sm:px-5">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
              <span className="breaks min-w-0">{change.tool && <Tag className="mr-2">{change.tool}</Tag>}{sentence(change.message)}</span>
            </li>
          ))}
        </ul>
        {all.length > MOST && <p className="border-t border-line px-5 py-3 text-sm text-ink-faint">And {count(all.length - MOST, 'more change')}.</p>}
      </section>
    );
  });
}
