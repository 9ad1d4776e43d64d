'use client';
// Signing in: address and password, and a code where the account has a second factor.

import { zodResolver } from '@hookform/resolvers/zod';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod/mini';
import { HubProblem } from '@/hub/problem';
import { read } from '@/hub/query';
import { signIn, useStanding } from '@/hub/session';
import { safeAfter, to } from '@/routes';
import { Button } from '@/ui/button';
import { PasswordField, TextField } from '@/ui/field';
import { Link } from '@/ui/link';
import { Callout, Failure } from '@/ui/states';
import { Outside } from './outside';
import { useGiven } from './token';

const Form = z.object({
  email: z.string().check(z.email('Write an address like ada@example.com')),
  password: z.string().check(z.minLength(1, 'Your password is missing')),
  code: z.string(),
});

export function SignIn() {
  const after = safeAfter(useGiven('after'));
  const router = useRouter();
  const standing = useStanding();
  const about = useQuery(read('/about'));
  const [failure, setFailure] = useState<Error | null>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const form = useForm({ resolver: zodResolver(Form), defaultValues: { email: '', password: '', code: '' } });
  const { errors, isSubmitting } = form.formState;

  useEffect(() => { if (standing === 'signed-in') router.replace(after); }, [standing, router, after]);

  const submit = form.handleSubmit(async ({ email, password, code }) => {
    setFailure(null);
    try {
      await signIn({ email: email.trim(), password, ...(code ? { code: code.trim() } : {}) });
    } catch (error) {
      if (error instanceof HubProblem && error.code === 'second_factor_required' && !needsCode) {
        setNeedsCode(true);
        return;
      }
      setFailure(error as Error);
    }
  });

  const isOpen = about.data?.sign_up === 'open';
  return (
    <Outside title="Sign in" footer={isOpen ? <>New here? <Link href={to.signUp()} className="font-medium text-accent-text hover:underline">Make an account</Link></> : 'No account, or a lost password? An administrator of this hub makes you a link.'}>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        {about.data?.needs_setup && <Callout title="This hub is new">There is no account yet. Open the link that it printed when it started: it makes the first administrator.</Callout>}
        {needsCode ? (
          <TextField {...form.register('code')} label="Code" hint="Of your authenticator app, or one of your recovery codes." autoComplete="one-time-code" inputMode="numeric" autoFocus mono />
        ) : (
          <>
            <TextField {...form.register('email')} type="email" label="Email" autoComplete="username" error={errors.email?.message} autoFocus />
            <PasswordField {...form.register('password')} label="Password" autoComplete="current-password" error={errors.password?.message} />
          </>
        )}
        <Failure error={failure} />
        <Button type="submit" look="primary" size="large" busy={isSubmitting}>Sign in</Button>
        {needsCode && <Button look="quiet" onClick={() => { setNeedsCode(false); setFailure(null); form.setValue('code', ''); }}>Use another account</Button>}
      </form>
    </Outside>
  );
}
