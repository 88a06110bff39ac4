'use client'

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Lane } from '#lib/policy/index.ts'
import type { RuleView, WizardTool } from './view.ts'

/** What is chosen in the form. */
export type Choice = { readonly treatment: Lane; readonly amount: number }

// The evaluator and both notations: fetched at the first sign that somebody wants another rule.
const engine = () => import('./rule-engine.ts')

/**
 * The rule of what is chosen. The page brings the first one along; another is made here, by the code that makes them all.
 * @param form whose fields hold the choice: what was chosen before this ran counts as well
 */
export function useRule(
  tool: WizardTool,
  first: RuleView,
  usual: number,
  form: RefObject<HTMLFormElement | null>,
) {
  const [choice, setChoice] = useState<Choice>({ treatment: first.treatment, amount: first.amount ?? usual })
  const [rule, setRule] = useState(first)
  const newest = useRef(0)

  const choose = useCallback(
    async (next: Choice) => {
      setChoice(next)
      const turn = ++newest.current
      const { ruleView } = await engine()
      if (turn === newest.current) setRule(ruleView(tool, next.treatment, next.amount))
    },
    [tool],
  )

  // The form could be used before this ran.
  useEffect(() => {
    const fields = form.current && new FormData(form.current)
    const treatment = LANES.find((lane) => lane === fields?.get('treatment'))
    if (treatment === undefined) return
    const amount = Number(fields?.get('amount'))
    if (treatment !== first.treatment || amount !== (first.amount ?? usual))
      void choose({ treatment, amount })
  }, [form, choose, first, usual])

  return { choice, rule, choose, fetchAhead: () => void engine() }
}

export const LANES = ['allow', 'limit', 'approve', 'deny', 'hide'] as const satisfies readonly Lane[]
