'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type OrganisationNameProps = {
  name: string
  rename: (input: { name: string }) => Promise<ActionResult<null>>
}

export function OrganisationName({ name, rename }: OrganisationNameProps) {
  const router = useRouter()
  const [value, setValue] = useState(name)
  const { run, pending, fault } = useAction(rename)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ name: value.trim() })
    if (!result?.ok) return
    toast.success('Name saved')
    router.refresh()
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <Field label="Organisation name" name="name" hideLabel>
        <Input value={value} onValueChange={setValue} maxLength={80} autoComplete="organization" />
      </Field>
      <FaultProblem fault={fault} />
      <div>
        <Button type="submit" pending={pending} disabled={value.trim() === name}>
          Save name
        </Button>
      </div>
    </Form>
  )
}
