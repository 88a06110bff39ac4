'use client'

import { CircleAlert, ShieldCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useAction } from '#components/ui/use-action.ts'

export type SealView = {
  readonly throughSequence: number
  readonly root: string | null
  readonly waiting: number
  readonly isExposed: boolean
}
type Verdict = { readonly verdict: string; readonly isWhole: boolean }
type SealCardProps = {
  seal: SealView
  sealedAt: string | null
  verify: (input: { root?: string }) => Promise<ActionResult<Verdict>>
}

/** How far the record is sealed, the root to note elsewhere, and the check of all of it. */
export function SealCard({ seal, sealedAt, verify }: SealCardProps) {
  const [noted, setNoted] = useState('')
  const [found, setFound] = useState<Verdict | null>(null)
  const { run, pending, fault } = useAction(verify)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setFound(null)
    const root = noted.trim()
    const result = await run(root === '' ? {} : { root })
    if (result?.ok) setFound(result.value)
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-14 text-ink-2">{sealText(seal, sealedAt)}</p>
      {seal.root === null ? null : (
        <CodeBlock label="Newest root" code={seal.root} copyLabel="Copy root" wrap />
      )}
      {seal.isExposed ? (
        <Notice title="One database role does everything">
          The role that Portcullis uses owns the record, so whoever has its password can take the triggers
          away and alter it. The seals show that it was done. docs/deployment.md says how to keep roles apart.
        </Notice>
      ) : null}
      <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Field
          label="A root noted earlier"
          name="root"
          optional
          hint="Without one a cut-off end, or an older copy that was put back, does not show."
        >
          <Input
            mono
            value={noted}
            onValueChange={setNoted}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <FaultProblem fault={fault} title="The record was not verified" />
        <div>
          <Button type="submit" pending={pending}>
            Verify the record
          </Button>
        </div>
        <div role="status">
          {found === null ? null : (
            <Notice
              title={found.isWhole ? 'The record is whole' : 'The record is not what was sealed'}
              icon={found.isWhole ? <ShieldCheck /> : <CircleAlert />}
            >
              {found.verdict}
            </Notice>
          )}
        </div>
      </Form>
    </div>
  )
}

function sealText({ throughSequence, waiting }: SealView, sealedAt: string | null): string {
  const rest =
    waiting === 0 ? '' : ` ${waiting} ${waiting === 1 ? 'entry waits' : 'entries wait'} for the next seal.`
  return sealedAt === null
    ? `Nothing is sealed yet; a running gateway does it within two seconds.${rest}`
    : `Sealed up to entry ${throughSequence}, ${sealedAt}.${rest}`
}
