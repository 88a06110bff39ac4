'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'

type NewApiKeyProps = {
  create: (input: { name: string }) => Promise<ActionResult<{ id: string; key: string }>>
}

export function NewApiKey({ create }: NewApiKeyProps) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
  const { run, pending, fault } = useAction(create)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const trimmed = name.trim()
    setChecked(trimmed === '')
    if (trimmed === '') return
    const result = await run({ name: trimmed })
    if (!result?.ok) return
    setMade({ name: trimmed, key: result.value.key })
    setName('')
    router.refresh()
  }

  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={submit} noValidate className="flex items-start gap-2">
        <Field
          label="Name of the new key"
          name="key-name"
          hideLabel
          className="flex-1"
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
        <Button type="submit" pending={pending}>
          Create key
        </Button>
      </form>
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
