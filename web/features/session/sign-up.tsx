'use client';
// Making an account where anybody may.

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { answer, hub } from '@/hub/client';
import { read } from '@/hub/query';
import { signIn } from '@/hub/session';
import { to } from '@/routes';
import { LinkButton } from '@/ui/button';
import { Link } from '@/ui/link';
import { Skeleton, Trouble } from '@/ui/states';
import { AccountForm, type NewAccount } from './account-form';
import { Outside } from './outside';

export function SignUp() {
  const router = useRouter();
  const about = useQuery(read('/about'));
  const make = async ({ name, email, password }: NewAccount) => {
    await answer(hub.POST('/accounts', { body: { name, email, password } }));
    await signIn({ email, password });
    router.replace(to.wizard(''));
  };
  if (about.error) return <Outside title="Make an account"><Trouble error={about.error} onRetry={() => void about.refetch()} /></Outside>;
  if (!about.data) return <Outside title="Make an account"><Skeleton className="h-56 w-full" /></Outside>;
  if (about.data.sign_up !== 'open') {
    return (
      <Outside title="Accounts are by invitation" words="On this hub, an organisation invites you, or an administrator makes the account.">
        <LinkButton href={to.signIn()} size="large" className="w-full">Sign in</LinkButton>
      </Outside>
    );
  }
  return (
    <Outside title="Make an account" footer={<>Have one? <Link href={to.signIn()} className="font-medium text-accent-text hover:underline">Sign in</Link></>}>
      <AccountForm action="Make the account" passwordLength={about.data.password_length} onSubmit={make} />
    </Outside>
  );
}
