'use client'

// Toasts are rare and their code is not small: it is fetched with the first of them.
import { lazy, Suspense, useSyncExternalStore } from 'react'
import type { Toast } from './toasts.tsx'

const Toasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }))

let wanted = false
const watching = new Set<() => void>()
let ready: (show: Toast) => void = () => {}
const list = new Promise<Toast>((resolve) => {
  ready = resolve
})

function watch(changed: () => void): () => void {
  watching.add(changed)
  return () => watching.delete(changed)
}

function shown(kind: 'success' | 'error', text: string): void {
  wanted = true
  for (const changed of watching) changed()
  void list.then((show) => show[kind](text))
}

/** Says what has happened. What needs an answer stays in the page. */
export const toast = {
  success: (text: string) => shown('success', text),
  error: (text: string) => shown('error', text),
}

/** Where toasts appear. */
export function Toaster() {
  const isWanted = useSyncExternalStore(
    watch,
    () => wanted,
    () => false,
  )
  return isWanted ? (
    <Suspense>
      <Toasts onReady={ready} />
    </Suspense>
  ) : null
}
