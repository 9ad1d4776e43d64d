'use client';
// Permissions to be ticked, by what they are about. What one may not give stays visible and says why.

import { useOrganisation } from '@/features/shell/organisation';
import { Checkbox, Tick } from '@/ui/choices';
import { AREAS, type Permission } from './permissions';

interface PickerProps {
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  /** Instead of what the organisation allows whoever asks: what a key's owner may do. */
  allowed?: readonly Permission[] | undefined;
}

export function PermissionPicker({ chosen, onChange, allowed }: PickerProps) {
  const { may } = useOrganisation();
  const mayGive = (permission: Permission) => may(permission) && (!allowed || allowed.includes(permission));
  const has = new Set(chosen);
  const toggle = (permissions: readonly Permission[], isOn: boolean) => {
    const next = new Set(chosen);
    for (const one of permissions) if (isOn) next.add(one); else next.delete(one);
    onChange([...next]);
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {AREAS.map((area) => {
        const open = area.entries.map(({ permission }) => permission).filter(mayGive);
        const ticked = area.entries.filter(({ permission }) => has.has(permission)).length;
        return (
          <fieldset key={area.title} className="flex min-w-0 flex-col gap-2 rounded-lg border border-line px-3.5 py-3">
            <legend className="sr-only">{area.title}</legend>
            <div className="flex items-center gap-2.5 font-medium">
              <Tick label={`All of ${area.title}`} checked={ticked === area.entries.length} partly={ticked > 0 && ticked < area.entries.length} disabled={open.length === 0} onChange={(isOn) => toggle(open, isOn)} />
              <span aria-hidden="true">{area.title}</span>
              <span className="tabular ml-auto text-xs text-ink-faint">{ticked} of {area.entries.length}</span>
            </div>
            {area.entries.map(({ permission, words }) => (
              <Checkbox
                key={permission} label={<span className={mayGive(permission) ? undefined : 'text-ink-faint'}>{words}</span>} hint={mayGive(permission) ? undefined : 'You cannot give what is not allowed.'}
                checked={has.has(permission)} disabled={!mayGive(permission) && !has.has(permission)} onChange={(isOn) => toggle([permission], isOn)}
              />
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
