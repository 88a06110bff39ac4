'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { AlertDialog } from '#components/ui/alert-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

type CallRetentionProps = {
  days: number
  maxDays: number
  change: (input: { days: number }) => Promise<ActionResult<null>>
}

/** How many days calls are kept. A shorter time deletes, so it is asked about first. */
export function CallRetention({ days, maxDays, change }: CallRetentionProps) {
  const router = useRouter()
  const [value, setValue] = useState(String(days))
  const [asking, setAsking] = useState(false)
  const { run, pending, fault } = useAction(change)
  const wanted = /^\d{1,4}$/.test(value.trim()) ? Number(value) : Number.NaN
  const isSound = wanted >= 1 && wanted <= maxDays
  const error = isSound || value.trim() === '' ? null : `Write a number of days from 1 to ${maxDays}.`

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isSound || wanted === days) return
    if (wanted < days) return setAsking(true)
    const result = await run({ days: wanted })
    if (result?.ok) saved()
  }

  async function shorten(): Promise<string | null> {
    const result = await change({ days: wanted }).catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (!result.ok) return result.fault.message
    saved()
    return null
  }

  function saved() {
    toast.success(`Calls are kept for ${daysText(wanted)}`)
    router.refresh()
  }

  return (
    <Form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <Field label="Days to keep calls" name="days" error={error}>
        <div className="w-24">
          <Input value={value} onValueChange={setValue} inputMode="numeric" maxLength={4} />
        </div>
      </Field>
      <FaultProblem fault={fault} />
      <div>
        <Button type="submit" pending={pending} disabled={!isSound || wanted === days}>
          Save days
        </Button>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Keep calls for ${daysText(wanted)}?`}
        description={`Calls older than ${daysText(wanted)} are deleted. This cannot be undone.`}
        action="Delete older calls"
        onConfirm={shorten}
      />
    </Form>
  )
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}
