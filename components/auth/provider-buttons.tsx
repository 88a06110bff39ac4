'use client'

import { useState } from 'react'
import type { ActionResult } from '#components/ui/action.ts'
import { Button } from '#components/ui/button.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { useAction } from '#components/ui/use-action.ts'

type ProviderButtonsProps = {
  providers: readonly { readonly id: string; readonly name: string }[]
  /** A path of this site to go to afterwards. */
  next: string
  go: (input: { provider: string; next: string }) => Promise<ActionResult<{ url: string }>>
}

/** Ways in with an account elsewhere; nothing where none is set up. */
export function ProviderButtons({ providers, next, go }: ProviderButtonsProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const { run, fault } = useAction(go)
  if (providers.length === 0) return null

  async function press(provider: string) {
    setChosen(provider)
    const result = await run({ provider, next })
    if (result?.ok) window.location.assign(result.value.url)
    else setChosen(null)
  }

  return (
    <div className="mb-5 flex flex-col gap-2">
      <FaultProblem fault={fault} />
      {providers.map(({ id, name }) => (
        <Button key={id} size="lg" pending={chosen === id} onClick={() => press(id)} className="w-full">
          Continue with {name}
        </Button>
      ))}
      <p aria-hidden className="mt-3 flex items-center gap-3 text-13 text-ink-3">
        <span className="h-px flex-1 bg-line" />
        or with a password
        <span className="h-px flex-1 bg-line" />
      </p>
    </div>
  )
}
