'use client';
// The first run: by the link that the hub printed, the first administrator is made and signed in, and goes on to connect an API.

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { answer, hub } from '@/hub/client';
import { read } from '@/hub/query';
import { signIn } from '@/hub/session';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Callout, Skeleton, Trouble } from '@/ui/states';
import { AccountForm, type NewAccount } from './account-form';
import { Outside } from './outside';
import { useLinkToken } from './token';

const WORDS = 'You turn APIs into tools for AI agents here. First, make your account: it administers this hub.';

export function Setup() {
  const token = useLinkToken();
  const router = useRouter();
  const about = useQuery(read('/about'));

  const make = async ({ name, email, password }: NewAccount) => {
    await answer(hub.POST('/setup', { body: { token: token ?? '', name, email, password } }));
    await signIn({ email, password });
    router.replace(to.wizard(''));
  };

  if (about.error) return <Outside title="Welcome"><Trouble error={about.error} onRetry={() => void about.refetch()} /></Outside>;
  if (!about.data || token === undefined) return <Outside title="Welcome to MCP Hub" words={WORDS}><Skeleton className="h-72 w-full" /></Outside>;
  if (!about.data.needs_setup) {
    return (
      <Outside title="This hub is set up" words="It has an administrator already. Sign in, or ask them to invite you.">
        <LinkButton href={to.signIn()} look="primary" size="large" className="w-full">Sign in</LinkButton>
      </Outside>
    );
  }
  return (
    <Outside title="Welcome to MCP Hub" words={WORDS} footer={`MCP Hub ${about.data.version} at ${about.data.url}`}>
      {token ? (
        <AccountForm action="Make the account and go on" passwordLength={about.data.password_length} onSubmit={make} />
      ) : (
        <Callout tone="warn" title="The link is not complete">Open the whole link that the hub printed when it started. A restart prints a new one.</Callout>
      )}
    </Outside>
  );
}
