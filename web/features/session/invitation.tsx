'use client';
// An invitation: by whoever is signed in it is accepted with one click; others sign in, or make their account with it.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { answer, hub } from '@/hub/client';
import { changed, read } from '@/hub/query';
import { signIn, signOut, useStanding } from '@/hub/session';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { Failure, Skeleton, Trouble } from '@/ui/states';
import { AccountForm, type NewAccount } from './account-form';
import { Outside } from './outside';
import { useLinkToken } from './token';

export function Invitation() {
  const token = useLinkToken();
  const standing = useStanding();
  const router = useRouter();
  const about = useQuery(read('/about'));
  const me = useQuery({ ...read('/me'), enabled: standing === 'signed-in' });
  const seen = useQuery({
    queryKey: ['invitation', token], enabled: Boolean(token), retry: false,
    queryFn: () => answer(hub.POST('/invitations/look', { body: { token: token ?? '' } })),
  });
  const accept = useMutation({
    mutationFn: () => answer(hub.POST('/invitations/accept', { body: { token: token ?? '' } })),
    onSuccess: async ({ slug }) => {
      await changed('/organisations');
      router.replace(to.dashboard(slug));
    },
  });
  const make = async ({ name, email, password }: NewAccount) => {
    await answer(hub.POST('/accounts', { body: { name, email, password, invitation: token ?? '' } }));
    await signIn({ email, password });
    router.replace('/');
  };

  const error = seen.error ?? about.error;
  if (token === '' || error) return <Outside title="Invitation"><Trouble error={error ?? new Error('the link is not complete; open the whole link that you were given')} /></Outside>;
  if (!seen.data || !about.data) return <Outside title="Invitation"><Skeleton className="h-40 w-full" /></Outside>;
  const { organisation, role, email, has_account: hasAccount } = seen.data;
  const words = <>You are invited to <strong className="text-ink">{organisation}</strong> as {role}.</>;
  if (standing === 'signed-in' && me.data) {
    const isOther = me.data.email !== email;
    return (
      <Outside title={`Join ${organisation}`} words={isOther ? <>The invitation is for {email}, and you are signed in as {me.data.email}.</> : words}>
        <div className="flex flex-col gap-3">
          <Failure error={accept.error} />
          {isOther
            ? <Button size="large" onClick={() => void signOut()}>Use another account</Button>
            : <Button look="primary" size="large" busy={accept.isPending} onClick={() => accept.mutate()}>Join</Button>}
        </div>
      </Outside>
    );
  }
  if (hasAccount) {
    // The token stays out of the address: whoever comes back opens the link once more.
    return <Outside title={`Join ${organisation}`} words={<>{words} Sign in as {email}, and open the link once more.</>}><LinkButton href={to.signIn()} look="primary" size="large" className="w-full">Sign in</LinkButton></Outside>;
  }
  return <Outside title={`Join ${organisation}`} words={words}><AccountForm action="Make the account and join" passwordLength={about.data.password_length} email={email} onSubmit={make} /></Outside>;
}
