'use client';
// Makes an API key: for whom, what it may do, where, and until when.

import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import { answer, hub, type Model } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { changed, whole } from '@/hub/query';
import { Button } from '@/ui/button';
import { Checkbox, ChoiceCards } from '@/ui/choices';
import { Sheet } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { SelectField } from '@/ui/select';
import { Failure } from '@/ui/states';
import { PermissionPicker } from './permission-picker';
import { ALL_PERMISSIONS, type Permission } from './permissions';
import { useRoles } from './roles-of';

type Purpose = 'client' | 'pipeline' | 'all' | 'own';

const DAY = 86_400_000;
const ENDS = [{ value: '30', label: 'In 30 days' }, { value: '90', label: 'In 90 days' }, { value: '365', label: 'In a year' }, { value: 'never', label: 'Never' }, { value: 'date', label: 'On a day' }] as const;
/** What a purpose asks for, of what the owner may. */
const PURPOSES: Record<Exclude<Purpose, 'own'>, (permission: Permission) => boolean> = {
  client: (permission) => permission === 'servers:call',
  pipeline: (permission) => /^(apis|servers|jobs):(read|create|update|deploy)$/.test(permission),
  all: () => true,
};

interface MakerProps {
  isOpen: boolean;
  onClose: () => void;
  onMade: (key: Model<'ApiKeyWithSecret'>) => void;
}

export function KeyMaker({ isOpen, onClose, onMade }: MakerProps) {
  return (
    <Sheet title="Make an API key" words="It is shown once, when it is made." isOpen={isOpen} onClose={onClose} className="max-w-3xl">
      <Form onMade={(key) => { onClose(); onMade(key); }} />
    </Sheet>
  );
}

function Form({ onMade }: Pick<MakerProps, 'onMade'>) {
  const { slug: organisation, may } = useOrganisation();
  const { allowed } = useRoles();
  const path = { organisation };
  const programs = useQuery({ ...whole('/organisations/{organisation}/service-accounts', { path }), enabled: may('keys:read') });
  const servers = useQuery({ ...whole('/organisations/{organisation}/servers', { path }), enabled: may('servers:read') });
  const [name, setName] = useState('');
  const [owner, setOwner] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('client');
  const [picked, pick] = useState<readonly Permission[]>([]);
  const [ends, setEnds] = useState<(typeof ENDS)[number]['value']>('90');
  const [date, setDate] = useState('');
  const [within, setWithin] = useState<readonly string[]>([]);
  const [tools, setTools] = useState('');
  const program = programs.data?.find(({ id }) => id === owner);
  const most = program ? allowed(program.role) : ALL_PERMISSIONS.filter(may);
  const scopes = purpose === 'own' ? picked : most.filter(PURPOSES[purpose]);
  const make = useMutation({
    mutationFn: () => {
      const globs = tools.split(/[\s,]+/).filter(Boolean);
      const end = ends === 'never' ? undefined : ends === 'date' ? new Date(`${date}T23:59:59`).toISOString() : new Date(Date.now() + Number(ends) * DAY).toISOString();
      return answer(hub.POST('/organisations/{organisation}/api-keys', {
        params: { path }, body: {
          name: name.trim(), scopes: [...scopes], ...(end ? { expires_at: end } : {}), ...(owner ? { service_account: owner } : {}),
          ...(within.length > 0 || globs.length > 0 ? { reach: { servers: [...within], tools: globs } } : {}),
        },
      }));
    },
    onSuccess: (key) => { void changed('/organisations/{organisation}/api-keys'); onMade(key); },
  });
  const problem = make.error instanceof HubProblem ? make.error : undefined;
  const said = (field: string) => { const words = problem?.of(field); return words ? sentence(words) : undefined; };
  const isSaidElsewhere = ['name', 'expires_at', 'reach.tools'].some((field) => said(field));
  const submit = (event: FormEvent) => { event.preventDefault(); make.mutate(); };
  const missing = !name.trim() ? 'Give it a name first' : scopes.length === 0 ? 'Allow it something first' : ends === 'date' && !date && 'Choose the day first';
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" hint="What will use it: “Claude on Ada’s laptop”." value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" error={said('name')} />
        {programs.data && programs.data.length > 0 && <SelectField label="Acts for" value={owner} options={[{ value: '', label: 'Me' }, ...programs.data.map((one) => ({ value: one.id, label: `${one.name} (service account)` }))]} onChange={setOwner} hint={owner ? 'It goes on when people leave.' : 'It ends when you leave the organisation.'} />}
        <SelectField label="Ends" value={ends} options={ENDS} onChange={setEnds} error={said('expires_at')} />
        {ends === 'date' && <TextField label="Last day" type="date" value={date} onChange={(event) => setDate(event.target.value)} min={new Date().toISOString().slice(0, 10)} />}
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="text-sm font-medium">What it may do</h3>
        <ChoiceCards<Purpose>
          label="What it may do" value={purpose} onChange={setPurpose} choices={[
            { value: 'client', title: 'Use servers', words: 'For an AI client: call tools, and nothing else.', disabled: !most.includes('servers:call') && 'Its owner may not use servers.' },
            { value: 'pipeline', title: 'Register and deploy', words: 'For a pipeline that keeps APIs and servers as they should be.' },
            { value: 'all', title: 'Everything its owner may', words: `${most.length} permissions, also those that destroy.` },
            { value: 'own', title: 'As I choose', words: 'Permission by permission.' },
          ]}
        />
        {purpose === 'own' && <PermissionPicker chosen={picked} onChange={(next) => pick(next)} allowed={most} />}
      </div>
      {scopes.includes('servers:call') && (
        <div className="grid gap-4 sm:grid-cols-2">
          <fieldset className="flex min-w-0 flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">Servers</legend>
            {(servers.data ?? []).length === 0 && <p className="text-sm text-ink-faint">There is none yet; it may use those to come.</p>}
            <div className="flex max-h-44 flex-col gap-1.5 overflow-y-auto">
              {(servers.data ?? []).map((server) => <Checkbox key={server.id} label={<span className="breaks">{server.name}</span>} checked={within.includes(server.id)} onChange={(isOn) => setWithin(isOn ? [...within, server.id] : within.filter((id) => id !== server.id))} />)}
            </div>
            {(servers.data ?? []).length > 0 && <p className="text-sm text-ink-faint">{within.length === 0 ? 'Any server, as none is ticked.' : 'Only those that are ticked.'}</p>}
          </fieldset>
          <TextField label="Tools" aside="optional" mono value={tools} onChange={(event) => setTools(event.target.value)} placeholder="list_* get_*" hint="Patterns of names, with spaces between them. Any tool when empty." autoComplete="off" error={said('reach.tools')} />
        </div>
      )}
      {!isSaidElsewhere && <Failure error={make.error} />}
      <div><Button type="submit" look="primary" busy={make.isPending} disabled={missing}>Make the key</Button></div>
    </form>
  );
}
