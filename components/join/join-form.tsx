'use client'

import { type FormEvent, useState } from 'react'
import { PasswordInput } from '#components/auth/password-input.tsx'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'

type JoinFormProps = {
  token: string
  email: string
  /** Nobody has an account with the address yet: the password is a new one. */
  isNew: boolean
  join: (input: {
    token: string
    password: string
    isNew: boolean
  }) => Promise<ActionResult<{ readonly next: string | null }>>
}

export function JoinForm({ token, email, isNew, join }: JoinFormProps) {
  const [password, setPassword] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const { run, pending, fault } = useAction(join)
  const isAboutPassword = fault?.data?.field === 'password'

  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(password === '')
    if (password === '') return
    const result = await run({ token, password, isNew })
    if (!result?.ok) return
    setLeaving(true)
    window.location.assign(result.value.next ?? '/overview')
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {isAboutPassword ? null : <FaultProblem fault={fault} />}
      <Field label="E-mail" name="email">
        <Input type="email" value={email} readOnly autoComplete="username" className="h-10" />
      </Field>
      <Field
        label={isNew ? 'Choose a password' : 'Password'}
        name="password"
        error={isMissing ? 'Enter a password.' : isAboutPassword ? fault.message : null}
        hint={isNew ? 'At least 15 characters. Four words are easy to keep in mind.' : undefined}
      >
        <PasswordInput
          value={password}
          onChange={setPassword}
          autoComplete={isNew ? 'new-password' : 'current-password'}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        pending={pending || isLeaving}
        className="mt-1 w-full"
      >
        {isNew ? 'Create account and join' : 'Join'}
      </Button>
    </Form>
  )
}
