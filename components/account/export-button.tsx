'use client'

import { Download } from 'lucide-react'
import { type FormEvent, useRef } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { useAction } from '#components/ui/use-action.ts'

type ExportButtonProps = {
  label: string
  /** What answers the form with a file. */
  address: string
  /** Whether it would: asks the person to confirm that it is them where that is due. */
  ready: (input: Record<string, never>) => Promise<ActionResult<null>>
}

/** Saves an export. A plain form: the browser streams the file to the disk. */
export function ExportButton({ label, address, ready }: ExportButtonProps) {
  const form = useRef<HTMLFormElement>(null)
  const { run, pending, fault } = useAction(ready)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const result = await run({})
    if (result?.ok) form.current?.submit()
  }

  return (
    <form ref={form} method="post" action={address} onSubmit={submit} className="flex flex-col gap-3">
      <FaultProblem fault={fault} title="Nothing was exported" />
      <div>
        <Button type="submit" pending={pending}>
          <Download aria-hidden />
          {label}
        </Button>
      </div>
    </form>
  )
}
