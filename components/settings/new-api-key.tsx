'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { EXPIRIES, EXPIRY_LABELS, type Expiry, expiresAt } from '#components/grants/expiry.ts'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { type Permission, permissionsOf, type Role } from '#lib/roles/index.ts'
import { KeyScopes } from './key-scopes.tsx'

export type CreateKey = (input: {
  name: string
  scopes: readonly Permission[] | null
  expiresAt: string | null
}) => Promise<ActionResult<{ id: string; key: string }>>
type NewApiKeyProps = { role: Role; create: CreateKey }
type Extent = 'everything' | 'reading' | 'chosen'

const EXTENTS = [
  { value: 'everything', label: 'All that I may', detail: 'Whatever your role is at the time.' },
  { value: 'reading', label: 'Reading', detail: 'Looks, and changes nothing.' },
  { value: 'chosen', label: 'What I choose', detail: 'Of all that you may.' },
] as const

export function NewApiKey({ role, create }: NewApiKeyProps) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [extent, setExtent] = useState<Extent>('everything')
  const [chosen, setChosen] = useState<readonly Permission[]>([])
  const [expiry, setExpiry] = useState<Expiry>('90d')
  const [checked, setChecked] = useState(false)
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
  const { run, pending, fault } = useAction(create)
  const own = permissionsOf(role)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const trimmed = name.trim()
    setChecked(trimmed === '')
    if (trimmed === '') return
    const scopes = { everything: null, reading: own.filter(isReading), chosen }[extent]
    const result = await run({ name: trimmed, scopes, expiresAt: expiresAt(expiry, Date.now()) })
    if (!result?.ok) return
    setMade({ name: trimmed, key: result.value.key })
    setName('')
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <Form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="Name of the new key"
          name="key-name"
          error={checked ? 'Name the key by what will use it.' : null}
        >
          <Input
            value={name}
            onValueChange={setName}
            placeholder="Deploy script"
            maxLength={100}
            autoComplete="off"
          />
        </Field>
        <div className="flex flex-wrap gap-4">
          <Field label="May do" className="min-w-40 flex-1">
            <Select<Extent> value={extent} options={EXTENTS} onValueChange={setExtent} />
          </Field>
          <Field label="Ends" className="min-w-40 flex-1">
            <Select<Expiry>
              value={expiry}
              options={EXPIRIES.map((value) => ({ value, label: EXPIRY_LABELS[value] }))}
              onValueChange={setExpiry}
            />
          </Field>
        </div>
        {extent === 'chosen' ? <KeyScopes own={own} chosen={chosen} onChosen={setChosen} /> : null}
        <div>
          <Button type="submit" pending={pending}>
            Create key
          </Button>
        </div>
      </Form>
      <FaultProblem fault={fault} title="The key was not created" />
      {made ? (
        <div role="status" className="flex flex-col gap-2">
          <Notice title={`${made.name} is ready`}>Copy it now: only its digest is kept.</Notice>
          <CodeBlock label="API key" code={made.key} copyLabel="Copy key" wrap />
        </div>
      ) : null}
    </div>
  )
}

// What shows values or waiting calls reads, too, but is more than looking around: it is chosen by name.
function isReading(permission: Permission): boolean {
  return permission.endsWith('.read') && permission !== 'values.read' && permission !== 'approvals.read'
}
