'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { type Issue, locateIssues, notationOf, notEnforcedYet, validatePolicy } from '#lib/policy/index.ts'
import type { Draft } from './draft/draft.ts'
import type { EditorTool } from './model.ts'

/** Everything wrong with the draft, with places in its text, errors first: what does not parse, what this release cannot enforce, what fits no tool. */
export function useIssues(draft: Draft, tools: readonly EditorTool[]): readonly Issue[] {
  // While hands move, the last list stands: a check of every tool between two moves helps nobody.
  const [rested, setRested] = useState(draft)
  if (draft.settled && draft !== rested) setRested(draft)
  const { problems, good, text } = useDeferredValue(rested)
  return useMemo(() => {
    if (problems.length > 0) return problems
    if (good === null || good.text !== text) return []
    const found = [...notEnforcedYet(good.policy), ...validatePolicy(good.policy, tools)]
    const located = found.length === 0 ? [] : locateIssues(text, found, notationOf(text))
    const rank = (issue: Issue) => (issue.severity === 'error' ? 0 : 1)
    return located.sort((one, other) => rank(one) - rank(other) || (one.offset ?? 0) - (other.offset ?? 0))
  }, [problems, good, text, tools])
}
