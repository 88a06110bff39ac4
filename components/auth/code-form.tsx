'use client'

import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'

type CodeFormProps = {
  submit: (input: { code: string }) => Promise<ActionResult<null>>
  /** Whether there is an app; without one a recovery code is meant. */
  hasApp: boolean
  next: string
}

/** The second step by a code. */
export function CodeForm({ submit, hasApp, next }: CodeFormProps) {
  const [code, setCode] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const { run, pending, fault } = useAction(submit)
  const isOfField = fault?.data?.field === 'code'

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    setMissing(code.trim() === '')
    if (code.trim() === '') return
    const result = await run({ code: code.trim() })
    if (!result?.ok) return
    setLeaving(true)
    window.location.assign(next)
  }

  return (
    <Form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {isOfField ? null : <FaultProblem fault={fault} />}
      <Field
        label={hasApp ? 'Code' : 'Recovery code'}
        name="code"
        hint={hasApp ? 'Six digits of your authenticator app, or one of your recovery codes.' : undefined}
        error={isMissing ? 'Enter a code.' : isOfField ? fault?.message : null}
      >
        <Input
          mono
          name="code"
          value={code}
          onValueChange={setCode}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          className="h-10"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={pending || leaving} className="w-full">
        Sign in
      </Button>
    </Form>
  )
}
