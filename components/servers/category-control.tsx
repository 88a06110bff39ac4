'use client'

import { PenLine, RotateCcw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { type ActionResult, NO_ANSWER } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { severityOf } from '#lib/catalogue/index.ts'
import { CATEGORIES, type Category } from '#lib/policy/index.ts'

type Previous = { readonly category: Category; readonly reason: string } | null
type Named = { serverId: string; tool: string }
/** What a member who may write policies can do about the category of a tool; each answers what stood there before. */
export type CategoryActs = {
  readonly set: (input: Named & { category: Category; reason: string }) => Promise<ActionResult<Previous>>
  readonly reset: (input: Named) => Promise<ActionResult<Previous>>
}

type CategoryControlProps = {
  serverId: string
  tool: {
    readonly name: string
    readonly category: string
    readonly override: { readonly classified: string; readonly reason: string } | null
  }
  acts: CategoryActs
}

/** Says what a tool is, in place of what its definition says; takes it back; and undoes either. */
export function CategoryControl({ serverId, tool, acts }: CategoryControlProps) {
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const setting = useAction(acts.set)
  const resetting = useAction(acts.reset)
  const named = { serverId, tool: tool.name }

  function done(said: string, before: Previous) {
    setOpen(false)
    toast.undoable(said, () => putBack(before))
    router.refresh()
  }
  async function putBack(before: Previous) {
    const undone = before ? acts.set({ ...named, ...before }) : acts.reset(named)
    const result = await undone.catch(() => ({ ok: false, fault: NO_ANSWER }) as const)
    if (result.ok) toast.success(`The category of ${tool.name} is as it was`)
    else toast.error(result.fault.message)
    router.refresh()
  }
  async function reset() {
    const result = await resetting.run(named)
    if (result?.ok) done(`${tool.name} counts as its definition says`, result.value)
  }

  return (
    <div className="flex flex-col gap-3">
      {isOpen ? (
        <CategoryForm
          tool={tool}
          pending={setting.pending}
          onCancel={() => setOpen(false)}
          onSave={async (category, reason) => {
            const result = await setting.run({ ...named, category, reason })
            if (result?.ok) done(`${tool.name} counts as ${category}`, result.value)
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => setOpen(true)}>
            <PenLine aria-hidden />
            Change category
          </Button>
          {tool.override ? (
            <Button size="sm" variant="quiet" pending={resetting.pending} onClick={reset}>
              <RotateCcw aria-hidden />
              Reset to {tool.override.classified}
            </Button>
          ) : null}
        </div>
      )}
      <FaultProblem fault={setting.fault ?? resetting.fault} />
    </div>
  )
}

const OPTIONS = CATEGORIES.map((category) => ({
  value: category,
  label: category,
  detail: `${severityOf(category)} risk`,
}))

type CategoryFormProps = {
  tool: CategoryControlProps['tool']
  pending: boolean
  onSave: (category: Category, reason: string) => void
  onCancel: () => void
}

function CategoryForm({ tool, pending, onSave, onCancel }: CategoryFormProps) {
  const [category, setCategory] = useState(() => CATEGORIES.find((each) => each === tool.category) ?? 'Other')
  const [reason, setReason] = useState(tool.override?.reason ?? '')
  const [isMissing, setMissing] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') onSave(category, reason)
  }

  return (
    <Form
      onSubmit={submit}
      noValidate
      aria-label={`Category of ${tool.name}`}
      className="flex flex-col gap-3 rounded-md border border-line p-3"
    >
      <Field label="Category">
        <Select options={OPTIONS} value={category} onValueChange={setCategory} />
      </Field>
      <Field
        label="Reason"
        hint="Others read it beside the tool. Policies that ask for a category go by yours from the next call on."
        error={isMissing ? 'Say why, so that others can follow it.' : null}
      >
        <Input value={reason} maxLength={300} onValueChange={setReason} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" pending={pending}>
          Set category
        </Button>
        <Button size="sm" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}
