'use client'

import { type FormEvent, useRef, useState } from 'react'
import type { ActionResult, FaultView } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { LetterSent } from './letter-sent.tsx'
import { PASSWORD_HINT, PasswordInput } from './password-input.tsx'

export type Credentials = { email: string; password: string }

/** `isMailed`: the rest is in a letter. */
type Answer = { next: string | null; isMailed?: boolean }

type CredentialsFormProps = {
  intent: 'sign-in' | 'sign-up'
  submit: (credentials: Credentials & { trial?: string }) => Promise<ActionResult<Answer>>
  /** A path of this site to go to afterwards. */
  next: string
  /** The id of a draft that comes along. */
  trial?: string
  /** The page of the second step, with all that was brought, where it is asked for. */
  step?: string
}

const TITLES: Partial<Record<string, string>> = {
  'too-many-attempts': 'Too many attempts',
  'sign-up-closed': 'Sign-up is closed',
}

/** E-mail and password, for both doors. What was typed stays, whatever the answer. */
export function CredentialsForm({ intent, submit, next, trial, step }: CredentialsFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<Partial<Credentials>>({})
  const { run, pending, fault } = useAction(submit)
  const [leaving, setLeaving] = useState(false)
  const [mailedTo, setMailedTo] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const fieldOfFault = fieldOf(fault)

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    const found: Partial<Credentials> = {}
    if (email.trim() === '') found.email = 'Enter your e-mail address.'
    if (password === '') found.password = 'Enter your password.'
    setMissing(found)
    const first = found.email ? 'email' : found.password ? 'password' : null
    if (first) return focus(first)
    const result = await run({ email: email.trim(), password, ...(trial !== undefined && { trial }) })
    if (!result) return
    if (!result.ok) return focus(fieldOf(result.fault) ?? 'password')
    if (result.value.isMailed) return setMailedTo(email.trim())
    setLeaving(true)
    // A whole new page: nothing of the signed-out one is kept.
    window.location.assign(result.value.next === null ? next : (step ?? result.value.next))
  }

  function focus(name: string) {
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  }

  const errorFor = (name: keyof Credentials) =>
    missing[name] ?? (fieldOfFault === name ? fault?.message : null)
  if (mailedTo !== null)
    return (
      <LetterSent isLocal={false}>
        A letter is on its way to {mailedTo}. Open its link to finish; it works once, for an hour.
      </LetterSent>
    )
  return (
    <Form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {fieldOfFault === null ? (
        <FaultProblem fault={fault} title={fault ? TITLES[fault.code] : undefined} />
      ) : null}
      <Field label="E-mail" name="email" error={errorFor('email')}>
        <Input
          type="email"
          name="email"
          value={email}
          onValueChange={setEmail}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          className="h-10"
        />
      </Field>
      <Field
        label="Password"
        name="password"
        error={errorFor('password')}
        hint={intent === 'sign-up' ? PASSWORD_HINT : undefined}
      >
        <PasswordInput
          value={password}
          onChange={setPassword}
          autoComplete={intent === 'sign-up' ? 'new-password' : 'current-password'}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending || leaving} className="mt-1 w-full">
        {intent === 'sign-up' ? 'Sign up' : 'Sign in'}
      </Button>
    </Form>
  )
}

function fieldOf(fault: FaultView | null): keyof Credentials | null {
  if (fault?.code === 'email-taken') return 'email'
  const field = fault?.data?.field
  return field === 'email' || field === 'password' ? field : null
}
