'use client'

// Parts of the editor that nobody sees as it opens. Each is fetched when it is first wanted, and stays.
import { lazy, type ReactNode, Suspense, useState } from 'react'

const toolPanel = () => import('./inspector/panels.tsx')

export const ToolPanel = lazy(async () => ({ default: (await toolPanel()).ToolPanel }))
export const PolicyPanel = lazy(async () => ({ default: (await toolPanel()).PolicyPanel }))
export const WhatIfPanel = lazy(async () => ({
  default: (await import('./what-if/what-if-panel.tsx')).WhatIfPanel,
}))
export const PublishDialog = lazy(async () => ({
  default: (await import('./publish/publish-dialog.tsx')).PublishDialog,
}))
export const PresetDialog = lazy(async () => ({
  default: (await import('./presets/preset-dialog.tsx')).PresetDialog,
}))
export const ImportDialog = lazy(async () => ({
  default: (await import('./presets/import-dialog.tsx')).ImportDialog,
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
