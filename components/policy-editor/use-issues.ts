'use client'

import { startTransition, useEffect, useState } from 'react'
import { type Issue, loadEngines } from '#lib/policy/index.ts'
import type { Draft } from './draft/draft.ts'
import type { EditorTool } from './model.ts'
import { whenIdle } from './when-idle.ts'

/** A check of every tool between two moves helps nobody: it waits for hands to rest, this long at most. */
const AT_LATEST_MS = 2000

const NONE: readonly Issue[] = []
/** Null where it cannot be fetched: a draft is checked again before it is published. */
const check = async () => {
  try {
    // A server's schemas have patterns of their own.
    const [code] = await Promise.all([import('./check.ts'), loadEngines()])
    return code
  } catch {
    return null
  }
}

/**
 * Everything wrong with the draft, with places in its text, errors first: what does not parse (at once),
 * what fits no tool. Until the next check the last list stands.
 * @param tools null until their schemas are known; no check before
 */
export function useIssues(draft: Draft, tools: readonly EditorTool[] | null): readonly Issue[] {
  const [found, setFound] = useState(NONE)
  const { problems, good, text, settled } = draft
  const policy = settled && good !== null && good.text === text ? good.policy : null
  useEffect(() => {
    if (policy === null || tools === null) return
    let isCurrent = true
    const forget = whenIdle(async () => {
      const fetched = await check()
      if (fetched === null || !isCurrent) return
      const issues = fetched.issuesOf(text, policy, tools)
      startTransition(() => setFound((last) => (issues.length === 0 && last.length === 0 ? last : issues)))
    }, AT_LATEST_MS)
    return () => {
      isCurrent = false
      forget()
    }
  }, [policy, tools, text])
  return problems.length > 0 ? problems : found
}
