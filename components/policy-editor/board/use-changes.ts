'use client'

import { startTransition, useEffect, useState } from 'react'
import type { Policy } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { whenIdle } from '../when-idle.ts'
import { type Change, changesOf } from './changes.ts'

const NONE: readonly Change[] = []
/** The comparison may lag behind a move; the card may not. */
const AT_LATEST_MS = 500
const AFTER_MS = 60

/** How the draft differs from the published version, tool by tool; a moment after each change of either. */
export function useChanges(
  published: Policy | null,
  policy: Policy | null,
  tools: readonly ToolSummary[],
): readonly Change[] {
  const [found, setFound] = useState(NONE)
  useEffect(
    () =>
      whenIdle(
        () => {
          const changes = changesOf(published, policy, tools)
          startTransition(() => setFound(changes.length === 0 ? NONE : changes))
        },
        AT_LATEST_MS,
        AFTER_MS,
      ),
    [published, policy, tools],
  )
  return found
}
