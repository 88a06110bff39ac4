'use client'

import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { useAction } from '#components/ui/use-action.ts'

type NewOrganisationProps = { create: (input: { name: string }) => Promise<ActionResult<null>> }

export function NewOrganisation({ create }: NewOrganisationProps) {
  const [name, setName] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const { run, pending, fault } = useAction(create)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    const result = await run({ name: name.trim() })
    if (!result?.ok) return
    setLeaving(true)
    window.location.assign('/overview')
  }

  return (
    <Form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <Field
        label="Name"
        name="name"
        error={isMissing ? 'Give the organisation a name, such as that of your team.' : null}
        hint="Everyone who is in it sees it. You can change it later."
      >
        <Input value={name} onValueChange={setName} maxLength={80} autoComplete="organization" />
      </Field>
      <FaultProblem fault={fault} title="The organisation was not created" />
      <div>
        <Button type="submit" variant="primary" pending={pending || isLeaving}>
          Create organisation
        </Button>
      </div>
    </Form>
  )
}
