'use client'

import { type ActionDispatch, useEffect, useReducer } from 'react'
import type { DocumentSource } from '#lib/policy/index.ts'
import { whenIdle } from '../when-idle.ts'
import { type Draft, type DraftAction, draftReducer, openDraft } from './draft.ts'

/** How long typing rests before the text is parsed and the board follows. */
const SETTLE_MS = 150
const READ_AFTER_MS = 300
const READ_AT_LATEST_MS = 1000

/**
 * The draft and the one way to change it.
 * @param restored a text laid over the first one as an undoable step; null for none
 * @param known a text that needs no reading; of use where it is the first one
 */
export function useDraft(
  text: string,
  restored: { text: string; said: string } | null,
  known?: DocumentSource,
): [Draft, ActionDispatch<[DraftAction]>] {
  const [draft, dispatch] = useReducer(draftReducer, null, () => {
    const opened = openDraft(text, known?.text === text ? known : undefined)
    if (restored === null) return opened
    const command = { type: 'replace', text: restored.text } as const
    return draftReducer(opened, { type: 'command', command, said: restored.said })
  })
  useEffect(() => {
    if (draft.settled) return
    const timer = setTimeout(() => dispatch({ type: 'settle' }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [draft])
  const source = draft.good?.source
  useEffect(() => {
    // The tree that the next command will want.
    if (source !== undefined) return whenIdle(() => source.root, READ_AT_LATEST_MS, READ_AFTER_MS)
  }, [source])
  return [draft, dispatch]
}
