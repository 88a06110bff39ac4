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

function shown(say: (show: Toast) => void): void {
  wanted = true
  for (const changed of watching) changed()
  void list.then(say)
}

/** Says what has happened. What needs an answer stays in the page. */
export const toast = {
  success: (text: string) => shown((show) => show.success(text)),
  error: (text: string) => shown((show) => show.error(text)),
  /** What happened, and for ten seconds the way back. */
  undoable: (text: string, undo: () => void) =>
    shown((show) => show.success(text, { action: { label: 'Undo', onClick: undo }, duration: 10_000 })),
  /** @param path of the dashboard, where there is more of it */
  news: (title: string, description: string, path: string) =>
    shown((show) => {
      const action = { label: 'Open', onClick: () => window.location.assign(path) }
      show.info(title, { description, action, duration: 10_000 })
    }),
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
