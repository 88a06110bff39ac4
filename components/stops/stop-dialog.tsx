'use client'

import { OctagonX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { ENDS, type End, minutesOf, type SetStop, type StopScope } from './stop-view.ts'

type StopDialogProps = { scope: StopScope; id?: string; name: string; set: SetStop }

const TITLES: Record<StopScope, (name: string) => string> = {
  grant: (name) => `Stop ${name}?`,
  server: (name) => `Stop ${name}?`,
  organisation: (name) => `Stop everything in ${name}?`,
}
const EFFECTS: Record<StopScope, string> = {
  grant: 'Every call of this grant is refused from now on.',
  server: 'Every call to this server is refused from now on, whoever makes it.',
  organisation: 'Every call of every grant is refused from now on.',
}
const VERBS: Record<StopScope, string> = {
  grant: 'Stop grant',
  server: 'Stop server',
  organisation: 'Stop everything',
}

/** The switch: a reason, an end, and it holds. */
export function StopDialog({ scope, id, name, set }: StopDialogProps) {
  const router = useRouter()
  const form = useId()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [end, setEnd] = useState<End>('lifted')
  const { run, pending, fault, setFault } = useAction(set)

  function change(next: boolean) {
    setOpen(next)
    setFault(null)
    if (!next) return
    setReason('')
    setEnd('lifted')
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({ scope, ...(id !== undefined && { id }), reason, minutes: minutesOf(end) })
    if (!result?.ok) return
    setOpen(false)
    toast.success(scope === 'organisation' ? 'Everything is stopped' : `${name} is stopped`)
    router.refresh()
  }

  return (
    <Dialog
      title={TITLES[scope](name)}
      description={`${EFFECTS[scope]} Calls under way and open streams end within a second; what waits for approval is void. Tokens and policies stay as they are for when it is lifted.`}
      size="sm"
      open={open}
      onOpenChange={change}
      trigger={
        <Button>
          <OctagonX aria-hidden />
          {VERBS[scope]}…
        </Button>
      }
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button
            type="submit"
            form={form}
            variant="danger"
            pending={pending}
            disabled={reason.trim() === ''}
          >
            {VERBS[scope]}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} className="flex flex-col gap-4 pt-1">
        <Field label="Reason" hint="Shown to everyone here, and read by agents whose calls are refused.">
          <Input value={reason} onValueChange={setReason} maxLength={300} autoComplete="off" required />
        </Field>
        <Field label="Ends">
          <Select options={ENDS} value={end} onValueChange={setEnd} />
        </Field>
        <FaultProblem fault={fault} />
      </Form>
    </Dialog>
  )
}
