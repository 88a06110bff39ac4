'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { goOver, type OrganisationChoice, type SwitchTo } from './switch.ts'

type ElsewhereProps = { organisation: OrganisationChoice; path: string; switchTo: SwitchTo }

/** The way to what a link names that is in another organisation of the person. */
export function Elsewhere({ organisation, path, switchTo }: ElsewhereProps) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function open() {
    setPending(true)
    const found = await goOver(switchTo, organisation.id, path)
    if (found === null) return
    setPending(false)
    setProblem(found)
  }

  return (
    <span className="flex flex-col items-center gap-2">
      <Button variant="primary" pending={pending} onClick={open}>
        Open it in {organisation.name}
      </Button>
      {problem === null ? null : (
        <span role="alert" className="text-13 text-ink-2">
          {problem}
        </span>
      )}
    </span>
  )
}
