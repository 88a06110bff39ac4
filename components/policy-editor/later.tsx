'use client'

// Parts of the editor that nobody sees as it opens. Each is fetched when it is first wanted, and stays.
import { lazy, type ReactNode, Suspense, useState } from 'react'

const toolPanel = () => import('./tool-panel.tsx')

export const ToolPanel = lazy(async () => ({ default: (await toolPanel()).ToolPanel }))
export const PolicyPanel = lazy(async () => ({
  default: (await import('./policy-panel.tsx')).PolicyPanel,
}))
export const PublishDialog = lazy(async () => ({
  default: (await import('./publish/publish-dialog.tsx')).PublishDialog,
}))
export const RecommendedDialog = lazy(async () => ({
  default: (await import('./recommended-dialog.tsx')).RecommendedDialog,
}))
export const MergeDialog = lazy(async () => ({
  default: (await import('./versions/merge-dialog.tsx')).MergeDialog,
}))
export const RollBackDialog = lazy(async () => ({
  default: (await import('./versions/roll-back-dialog.tsx')).RollBackDialog,
}))
export const ShortcutSheet = lazy(async () => ({
  default: (await import('./shortcut-sheet.tsx')).ShortcutSheet,
}))

/** Fetches what a first click on a card will want. */
export function fetchAhead(): void {
  toolPanel().catch(() => {
    // Then it is fetched with the click, and that says what is wrong.
  })
}

/** Mounts its children from the first time that they are wanted. */
export function Later({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [ever, setEver] = useState(wanted)
  if (wanted && !ever) setEver(true)
  return ever ? <Suspense>{children}</Suspense> : null
}
