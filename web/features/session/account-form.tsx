'use client';
// Name, address and password of a new account, with what is wrong beside each of them.

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod/mini';
import { HubProblem, sentence } from '@/hub/problem';
import { Button } from '@/ui/button';
import { PasswordField, TextField } from '@/ui/field';
import { Failure } from '@/ui/states';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

interface AccountFormProps {
  action: string;
  /** Characters that a password has at least. */
  passwordLength: number;
  /** The address, where it is settled. */
  email?: string;
  /** Makes the account, and signs in. */
  onSubmit: (account: NewAccount) => Promise<void>;
}

export function AccountForm({ action, passwordLength, email, onSubmit }: AccountFormProps) {
  const Form = z.object({
    name: z.string().check(z.trim(), z.minLength(1, 'Write the name that others see')),
    email: z.string().check(z.trim(), z.email('Write an address like ada@example.com')),
    password: z.string().check(z.minLength(passwordLength, `Choose at least ${passwordLength} characters`)),
  });
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm({ resolver: zodResolver(Form), defaultValues: { name: '', email: email ?? '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (given) => {
    setFailure(null);
    try {
      await onSubmit(given);
    } catch (error) {
      const fields = error instanceof HubProblem ? error.errors : [];
      const known = fields.filter(({ field }) => field === 'name' || field === 'email' || field === 'password');
      for (const { field, message } of known) form.setError(field as keyof NewAccount, { message: sentence(message) });
      if (known.length === 0) setFailure(error as Error);
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <TextField {...form.register('name')} label="Your name" autoComplete="name" error={errors.name?.message} autoFocus />
      <TextField {...form.register('email')} type="email" label="Email" autoComplete="username" readOnly={Boolean(email)} error={errors.email?.message} />
      <PasswordField {...form.register('password')} label="Password" autoComplete="new-password" hint={`At least ${passwordLength} characters. Several words are easy to remember and hard to guess.`} error={errors.password?.message} />
      <Failure error={failure} />
      <Button type="submit" look="primary" size="large" busy={isSubmitting}>{action}</Button>
    </form>
  );
}
