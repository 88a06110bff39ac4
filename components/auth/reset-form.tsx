'use client'

import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { PASSWORD_HINT, PasswordInput } from './password-input.tsx'

type ResetFormProps = {
  token: string
  reset: (input: { token: string; password: string }) => Promise<ActionResult<null>>
}

export function ResetForm({ token, reset }: ResetFormProps) {
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const [done, setDone] = useState(false)
  const { run, pending, fault } = useAction(reset)
  const ofField = fault?.data?.field === 'password' ? fault.message : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(password === '')
    if (password === '') return
    const result = await run({ token, password })
    if (!result?.ok) return
    setDone(true)
    // The token is worthless now; it need not stand in the history either.
    window.history.replaceState(null, '', '/reset-password')
  }

  if (done)
    return (
      <div role="status" className="flex flex-col gap-4">
        <Notice title="Your password is set">Every session of the account has ended.</Notice>
        <LinkButton href="/sign-in" variant="primary" size="lg" className="w-full">
          Sign in
        </LinkButton>
      </div>
    )
  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {ofField ? null : <FaultProblem fault={fault} />}
      <Field
        label="New password"
        name="password"
        error={missing ? 'Enter a new password.' : ofField}
        hint={PASSWORD_HINT}
      >
        <PasswordInput value={password} onChange={setPassword} autoComplete="new-password" />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending} className="w-full">
        Set the password
      </Button>
    </Form>
  )
}
