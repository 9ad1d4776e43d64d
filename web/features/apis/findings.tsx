'use client';
// What the hub has to say about a document: what is wrong, where, and what to do, and which operations became no tool.

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { sentence } from '@/hub/problem';
import { Tag } from '@/ui/badge';
import { Segments } from '@/ui/choices';
import { Link } from '@/ui/link';
import { count } from '@/ui/numbers';
import { VirtualList } from '@/ui/virtual';
import type { Diagnostic, Report } from './compilation';

const ICONS = {
  error: <CircleAlert aria-label="Error" className="size-4 text-bad" />,
  warning: <TriangleAlert aria-label="Warning" className="size-4 text-warn-text" />,
  info: <Info aria-label="For your information" className="size-4 text-ink-faint" />,
};
const ORDER: Diagnostic['severity'][] = ['error', 'warning', 'info'];

interface Finding extends Omit<Diagnostic, 'help'> {
  help: string;
  id: string;
}

/** Skipped operations are findings as well, and the gravest. */
function findings(report: Report): Finding[] {
  const skipped = report.skipped.map((one, index): Finding => ({ id: `s${index}`, severity: 'error', code: one.code, message: `${one.operation} became no tool: ${one.reason}`, place: one.place, help: '' }));
  const rest = report.diagnostics.map((one, index): Finding => ({ help: '', ...one, id: `d${index}` }));
  return [...skipped, ...rest.sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity))];
}

/** `hrefOf`: where the document can be seen at a place. */
export function Findings({ report, hrefOf }: { report: Report; hrefOf?: (place: string) => string }) {
  const all = useMemo(() => findings(report), [report]);
  const [severity, setSeverity] = useState<Diagnostic['severity'] | 'all'>('all');
  if (all.length === 0) return <p className="px-5 py-4 text-ink-soft">Nothing to remark.</p>;
  const of = (one: Diagnostic['severity']) => all.filter((finding) => finding.severity === one).length;
  const shown = severity === 'all' ? all : all.filter((finding) => finding.severity === severity);
  const options = [{ value: 'all' as const, label: `All ${all.length}` }, ...ORDER.filter((one) => of(one) > 0).map((one) => ({ value: one, label: count(of(one), { error: 'error', warning: 'warning', info: 'note' }[one]) }))];
  return (
    <div>
      <div className="border-b border-line px-4 py-2.5 sm:px-5"><Segments label="How much it matters" value={severity} options={options} onChange={setSeverity} /></div>
      <VirtualList
        label="What was found" rows={shown} keyOf={({ id }) => id} height={64} className="max-h-96 overflow-y-auto"
        row={(finding) => (
          <div className="flex items-start gap-3 border-b border-line px-4 py-3 sm:px-5">
            <span className="mt-0.5">{ICONS[finding.severity]}</span>
            <div className="min-w-0 grow">
              <p className="breaks">{sentence(finding.message)}</p>
              {finding.help && <p className="breaks text-ink-soft">{sentence(finding.help)}</p>}
              <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-ink-faint"><Tag>{finding.code}</Tag>{finding.place && (hrefOf ? <Link href={hrefOf(finding.place)} className="breaks font-mono text-accent-text underline">{finding.place}</Link> : <code className="breaks font-mono">{finding.place}</code>)}</p>
            </div>
          </div>
        )}
      />
    </div>
  );
}
