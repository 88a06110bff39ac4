'use client'

import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { PasswordInput } from './password-input.tsx'

type FinishSignUpProps = {
  token: string
  email: string
  finish: (input: { token: string; password: string }) => Promise<ActionResult<{ next: string | null }>>
}

/** The link shows the mailbox, the password shows who signed up: both make the account. */
export function FinishSignUp({ token, email, finish }: FinishSignUpProps) {
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const { run, pending, fault } = useAction(finish)
  const ofField = fault?.code === 'wrong-credentials' ? fault.message : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(password === '')
    if (password === '') return
    const result = await run({ token, password })
    if (!result?.ok) return
    setLeaving(true)
    // A whole new page: nothing of the signed-out one is kept.
    window.location.assign(result.value.next ?? '/overview')
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {ofField ? null : <FaultProblem fault={fault} />}
      {/* For password managers: which account this is. */}
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <Field label="Password" name="password" error={missing ? 'Enter your password.' : ofField}>
        <PasswordInput value={password} onChange={setPassword} autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending || leaving} className="w-full">
        Make the account
      </Button>
    </Form>
  )
}
