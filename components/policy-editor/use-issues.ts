'use client'

import { startTransition, useEffect, useState } from 'react'
import { type Issue, locateIssues, notationOf, validatePolicy } from '#lib/policy/index.ts'
import type { Draft } from './draft/draft.ts'
import type { EditorTool } from './model.ts'
import { whenIdle } from './when-idle.ts'

/** A check of every tool between two moves helps nobody: it waits for hands to rest, this long at most. */
const AT_LATEST_MS = 2000

/**
 * Everything wrong with the draft, with places in its text, errors first: what does not parse (at once),
 * what fits no tool. Until the next check the last list stands.
 * @param tools null until their schemas are known; no check before
 */
export function useIssues(draft: Draft, tools: readonly EditorTool[] | null): readonly Issue[] {
  const [found, setFound] = useState<readonly Issue[]>([])
  const { problems, good, text, settled } = draft
  const policy = settled && good !== null && good.text === text ? good.policy : null
  useEffect(() => {
    if (policy === null || tools === null) return
    return whenIdle(() => {
      const issues = checked(text, validatePolicy(policy, tools))
      startTransition(() => setFound((last) => (issues.length === 0 && last.length === 0 ? last : issues)))
    }, AT_LATEST_MS)
  }, [policy, tools, text])
  return problems.length > 0 ? problems : found
}

function checked(text: string, found: readonly Issue[]): readonly Issue[] {
  const located = found.length === 0 ? [] : locateIssues(text, found, notationOf(text))
  const rank = (issue: Issue) => (issue.severity === 'error' ? 0 : 1)
  return located.sort((one, other) => rank(one) - rank(other) || (one.offset ?? 0) - (other.offset ?? 0))
}
