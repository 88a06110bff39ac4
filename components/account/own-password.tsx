'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { PASSWORD_HINT, PasswordInput } from '#components/auth/password-input.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type OwnPasswordProps = {
  hasPassword: boolean
  changedAt: Date | null
  /** For password managers: whose it is. */
  email: string
  change: (input: { current: string; password: string }) => Promise<ActionResult<null>>
}

export function OwnPassword({ hasPassword, changedAt, email, change }: OwnPasswordProps) {
  const router = useRouter()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { run, pending, fault } = useAction(change)
  const errorFor = (field: string) => (fault?.data?.field === field ? fault.message : null)
  const isOfField = errorFor('current') !== null || errorFor('password') !== null

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ current, password })
    if (!result?.ok) return
    setCurrent('')
    setPassword('')
    toast.success(hasPassword ? 'Password changed' : 'Password set')
    router.refresh()
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-13 text-ink-2">
        {!hasPassword
          ? 'You have no password: you sign in another way.'
          : changedAt
            ? null
            : 'The one you signed up with.'}
        {hasPassword && changedAt ? (
          <>
            Last changed <RelativeTime at={changedAt} />.
          </>
        ) : null}
      </p>
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      {hasPassword ? (
        <Field label="Present password" name="current-password" error={errorFor('current')}>
          <PasswordInput
            name="current-password"
            value={current}
            onChange={setCurrent}
            autoComplete="current-password"
          />
        </Field>
      ) : null}
      <Field label="New password" name="new-password" error={errorFor('password')} hint={PASSWORD_HINT}>
        <PasswordInput
          name="new-password"
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
        />
      </Field>
      {isOfField ? null : <FaultProblem fault={fault} />}
      <div>
        <Button type="submit" pending={pending} disabled={password === '' || (hasPassword && current === '')}>
          {hasPassword ? 'Change password' : 'Set a password'}
        </Button>
      </div>
    </Form>
  )
}
