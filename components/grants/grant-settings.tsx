'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { EXPIRIES, EXPIRY_LABELS, type Expiry, expiresAt } from './expiry.ts'
import { type Choice, type GrantableServer, type GrantView, tagsFrom } from './grant-view.ts'
import { ServerChoices } from './server-choices.tsx'

export type GrantChange = {
  grantId: string
  label: string
  tags: readonly string[]
  servers: readonly Choice[]
  /** Absent where it stays as it is. */
  expiresAt?: string | null
}

type GrantSettingsProps = {
  grant: GrantView
  servers: readonly GrantableServer[]
  update: (input: GrantChange) => Promise<ActionResult<null>>
}

export function GrantSettings({ grant, servers, update }: GrantSettingsProps) {
  const router = useRouter()
  const [label, setLabel] = useState(grant.label)
  const [tags, setTags] = useState(grant.tags.join(', '))
  const [choices, setChoices] = useState<readonly Choice[]>(() =>
    grant.servers.map(({ serverId, policyId }) => ({ serverId, policyId })),
  )
  const [expiry, setExpiry] = useState<Expiry | 'same'>('same')
  const { run, pending, fault } = useAction(update)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({
      grantId: grant.id,
      label: label.trim(),
      tags: tagsFrom(tags),
      servers: choices,
      ...(expiry === 'same' ? {} : { expiresAt: expiresAt(expiry, Date.now()) }),
    })
    if (!result?.ok) return
    toast.success('Grant saved')
    setExpiry('same')
    router.refresh()
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field label="Label" name="label">
        <Input value={label} onValueChange={setLabel} maxLength={80} autoComplete="off" />
      </Field>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-13">Servers and policies</legend>
        <ServerChoices servers={servers} value={choices} onChange={setChoices} />
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Expires" name="expires">
          <Select<Expiry | 'same'>
            value={expiry}
            onValueChange={setExpiry}
            options={[
              { value: 'same', label: grant.expiresAt ? `On ${day(grant.expiresAt)}` : 'Never (as it is)' },
              ...EXPIRIES.filter((value) => value !== 'never' || grant.expiresAt !== null).map((value) => ({
                value,
                label: EXPIRY_LABELS[value],
              })),
            ]}
          />
        </Field>
        <Field label="Tags" name="tags" optional>
          <Input value={tags} onValueChange={setTags} autoComplete="off" />
        </Field>
      </div>
      <FaultProblem fault={fault} title="The grant was not saved" />
      <div>
        <Button type="submit" pending={pending}>
          Save changes
        </Button>
      </div>
    </Form>
  )
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}
