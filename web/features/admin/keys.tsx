'use client';
// The keys of the hub itself: the master keys that seal organisations' keys, and the key that seals the hub's own secrets.

import { useState } from 'react';
import { answer, hub, type Model } from '@/hub/client';
import { changed } from '@/hub/query';
import { Tag } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { count } from '@/ui/numbers';
import { Panel } from '@/ui/page';
import { Callout } from '@/ui/states';
import { failed, told } from '@/ui/toast';

export function HubKeys({ keys }: { keys: readonly Model<'MasterKeyUse'>[] }) {
  const [asked, ask] = useState<'master' | 'hub'>();
  const rotate = async () => {
    try {
      if (asked === 'master') {
        const { resealed } = await answer(hub.POST('/admin/master-key-rotations'));
        told(resealed === 0 ? 'Nothing was left to seal anew' : `${count(resealed, 'key')} sealed anew`);
      } else {
        await answer(hub.POST('/admin/key-rotations'));
        told('The hub has a new key', 'Its secrets are sealed anew in the background.');
      }
      await changed('/admin/status', '/admin/jobs');
    } catch (error) {
      failed('The keys were not changed', error);
      throw error;
    }
  };
  return (
    <Panel title="Keys" actions={<><Button size="small" onClick={() => ask('hub')}>New key of the hub</Button><Button size="small" onClick={() => ask('master')}>Seal anew</Button></>}>
      <div className="flex flex-col gap-4">
        <ul className="flex flex-col gap-2">{keys.map((key) => <li key={key.name} className="flex items-center justify-between gap-4"><span>Master key <Tag>{key.name}</Tag></span><span className="tabular text-ink-soft">seals {count(key.keys, 'key')}</span></li>)}</ul>
        {keys.length > 1
          ? <Callout tone="warn" title="A change of the master key is not done">Keys are still sealed with an older one. Seal them anew, then take the older one out of the settings.</Callout>
          : <p className="text-sm text-ink-faint">To change the master key: put the new one into the settings, keep the old one beside it, start the hub anew, then seal anew.</p>}
      </div>
      <Confirm
        title={asked === 'master' ? 'Seal all keys with the present master key?' : 'Give the hub a new key?'}
        words={asked === 'master' ? 'The keys of all organisations are sealed with the master key that the settings name. Nothing stops working meanwhile.' : 'What the hub keeps for itself is sealed anew in the background, and the old key is forgotten.'}
        action={asked === 'master' ? 'Seal anew' : 'New key'} isOpen={asked !== undefined} onClose={() => ask(undefined)} onConfirm={rotate}
      />
    </Panel>
  );
}
