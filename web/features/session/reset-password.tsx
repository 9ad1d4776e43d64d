'use client';
// A new password, by a link that an administrator made.

import { zodResolver } from '@hookform/resolvers/zod';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod/mini';
import { answer, hub } from '@/hub/client';
import { HubProblem, sentence } from '@/hub/problem';
import { read } from '@/hub/query';
import { to } from '@/routes';
import { Button, LinkButton } from '@/ui/button';
import { PasswordField } from '@/ui/field';
import { Callout, Failure } from '@/ui/states';
import { Outside } from './outside';
import { useLinkToken } from './token';

export function ResetPassword() {
  const token = useLinkToken();
  const about = useQuery(read('/about'));
  const length = about.data?.password_length ?? 12;
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const Form = z.object({ password: z.string().check(z.minLength(length, `Choose at least ${length} characters`)) });
  const form = useForm({ resolver: zodResolver(Form), defaultValues: { password: '' } });
  const submit = form.handleSubmit(async ({ password }) => {
    setFailure(null);
    try {
      await answer(hub.POST('/password-resets', { body: { token: token ?? '', password } }));
      setDone(true);
    } catch (error) {
      const wrong = error instanceof HubProblem ? error.of('password') : undefined;
      if (wrong) form.setError('password', { message: sentence(wrong) });
      else setFailure(error as Error);
    }
  });
  if (isDone) return <Outside title="Your password is set" words="All sign-ins of the account have ended."><LinkButton href={to.signIn()} look="primary" size="large" className="w-full">Sign in</LinkButton></Outside>;
  return (
    <Outside title="Choose a new password">
      {token !== '' ? (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <PasswordField {...form.register('password')} label="New password" autoComplete="new-password" hint={`At least ${length} characters.`} error={form.formState.errors.password?.message} autoFocus />
          <Failure error={failure} />
          <Button type="submit" look="primary" size="large" busy={form.formState.isSubmitting}>Set the password</Button>
        </form>
      ) : <Callout tone="warn" title="The link is not complete">Open the whole link that you were given.</Callout>}
    </Outside>
  );
}
