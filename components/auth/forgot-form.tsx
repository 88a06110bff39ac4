'use client'

import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { LetterSent } from './letter-sent.tsx'

type ForgotFormProps = {
  ask: (input: { email: string }) => Promise<ActionResult<null>>
  /** Letters stay on this machine. */
  isLocal: boolean
}

/** The answer is the same whether the address has an account or not. */
export function ForgotForm({ ask, isLocal }: ForgotFormProps) {
  const [email, setEmail] = useState('')
  const [missing, setMissing] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, fault } = useAction(ask)
  const ofField = fault?.data?.field === 'email' ? fault.message : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    const typed = email.trim()
    setMissing(typed === '')
    if (typed === '') return
    const result = await run({ email: typed })
    if (result?.ok) setSentTo(typed)
  }

  if (sentTo !== null)
    return (
      <LetterSent isLocal={isLocal}>
        If {sentTo} has an account here, a link is on its way there. It works once, for half an hour.
      </LetterSent>
    )
  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {ofField ? null : <FaultProblem fault={fault} />}
      <Field label="E-mail" name="email" error={missing ? 'Enter your e-mail address.' : ofField}>
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
      <Button type="submit" variant="primary" size="lg" pending={pending} className="w-full">
        Send the link
      </Button>
    </Form>
  )
}
