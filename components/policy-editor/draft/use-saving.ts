'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer, EditorActions } from '../model.ts'
import { useLatest } from '../use-latest.ts'

export type Saving =
  /** Nothing to keep: the text is the published one, or was not touched. */
  | { readonly state: 'clean' }
  | { readonly state: 'waiting' | 'saving' | 'saved' }
  | { readonly state: 'failed'; readonly message: string }

type SavingOptions = {
  actions: EditorActions
  serverId: string
  policyId: string
  text: string
  /** The text that needs no draft. */
  baseline: string
  baseVersion: number
  /** What the server already keeps; null for nothing. */
  kept: string | null
  enabled: boolean
}

const PAUSE_MS = 800
const RETRY_MS = 5000

/** Keeps the draft on the server a moment after each pause, one save at a time, the newest text last. */
export function useSaving(options: SavingOptions): { saving: Saving; saveNow: () => Promise<void> } {
  const { text, baseline, baseVersion, enabled } = options
  const [saving, setSaving] = useState<Saving>({ state: options.kept === null ? 'clean' : 'saved' })
  const latest = useLatest(options)
  const stored = useRef({ text: options.kept ?? baseline, baseVersion })
  const underWay = useRef<Promise<void> | null>(null)
  const retry = useRef<ReturnType<typeof setTimeout>>(undefined)

  const keepAll = useCallback(async () => {
    clearTimeout(retry.current)
    for (let wanted = latest.current; isStale(stored.current, wanted); wanted = latest.current) {
      setSaving({ state: 'saving' })
      const answer = await keep(wanted)
      if (!answer.ok) {
        setSaving({ state: 'failed', message: answer.fault.message })
        return false
      }
      stored.current = { text: wanted.text, baseVersion: wanted.baseVersion }
      setSaving({ state: wanted.text === wanted.baseline ? 'clean' : 'saved' })
    }
    return true
  }, [latest])

  /** Ends when the newest text is kept, or could not be. */
  const save = useCallback((): Promise<void> => {
    underWay.current ??= keepAll().then((isKept) => {
      underWay.current = null
      if (!isKept) retry.current = setTimeout(save, RETRY_MS)
    })
    return underWay.current
  }, [keepAll])

  useEffect(() => {
    if (!enabled) return
    if (!isStale(stored.current, { text, baseVersion })) {
      // Taken back before it was sent: nothing is left to wait for.
      const state = text === baseline ? 'clean' : 'saved'
      setSaving((last) => (last.state === 'waiting' ? { state } : last))
      return
    }
    setSaving({ state: 'waiting' })
    const timer = setTimeout(save, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, baseline, baseVersion, enabled, save])

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden' && latest.current.enabled) save()
    }
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      clearTimeout(retry.current)
    }
  }, [latest, save])

  useUnsavedWarning(
    enabled && (saving.state === 'waiting' || saving.state === 'saving' || saving.state === 'failed'),
  )
  return { saving, saveNow: save }
}

function isStale(
  stored: { text: string; baseVersion: number },
  now: { text: string; baseVersion: number },
): boolean {
  return stored.text !== now.text || stored.baseVersion !== now.baseVersion
}

async function keep(options: SavingOptions): Promise<Answer<null>> {
  const { actions, serverId, policyId, text, baseVersion } = options
  try {
    return text === options.baseline
      ? await actions.discardDraft({ serverId, policyId })
      : await actions.saveDraft({ serverId, policyId, text, baseVersion })
  } catch {
    const message = 'The server did not answer. Your changes are kept on this page.'
    return { ok: false, fault: { code: 'internal', message, data: {}, requestId: '' } }
  }
}

function useUnsavedWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])
}
