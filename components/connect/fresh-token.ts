'use client'
// Tokens of grants that were made or replaced in this tab: from page to page, and gone with the tab. They are
// kept nowhere else.
import { useSyncExternalStore } from 'react'

const tokens = new Map<string, string>()
const listeners = new Set<() => void>()

export function rememberToken(grantId: string, token: string): void {
  tokens.set(grantId, token)
  for (const tell of listeners) tell()
}

/** The token of a grant, where this tab was shown it; else null. */
export function useFreshToken(grantId: string): string | null {
  return useSyncExternalStore(
    subscribe,
    () => tokens.get(grantId) ?? null,
    () => null,
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
