'use client'

// Parts of the editor that nobody sees as it opens. Each is fetched when it is first wanted, and stays.
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { fetchEvidence } from '#components/risk-badge.tsx'
import { fetchMenu } from '#components/ui/menu.tsx'
import { loadEngines } from '#lib/policy/index.ts'

/** The code of a part in which any text may come up: it is there once whatever reads a text is. */
async function withEngines<Part>(code: Promise<Part>): Promise<Part> {
  const [part] = await Promise.all([code, loadEngines()])
  return part
}

const toolPanel = () => withEngines(import('./inspector/panels.tsx'))
const moveMenu = () => import('./move-menu.tsx')

export const ToolPanel = lazy(async () => ({ default: (await toolPanel()).ToolPanel }))
export const PolicyPanel = lazy(async () => ({ default: (await toolPanel()).PolicyPanel }))
export const WhatIfPanel = lazy(async () => ({
  default: (await withEngines(import('./what-if/what-if-panel.tsx'))).WhatIfPanel,
}))
export const TextPanel = lazy(async () => ({
  default: (await withEngines(import('./code/text-panel.tsx'))).TextPanel,
}))
export const HistoryPanel = lazy(async () => ({
  default: (await withEngines(import('./versions/history-panel.tsx'))).HistoryPanel,
}))
export const ReplayPanel = lazy(async () => ({
  default: (await withEngines(import('./replay/replay-panel.tsx'))).ReplayPanel,
}))
export const MoveMenu = lazy(async () => ({ default: (await moveMenu()).MoveMenu }))
export const PublishDialog = lazy(async () => ({
  default: (await withEngines(import('./publish/publish-dialog.tsx'))).PublishDialog,
}))
export const PresetDialog = lazy(async () => ({
  default: (await withEngines(import('./presets/preset-dialog.tsx'))).PresetDialog,
}))
export const ImportDialog = lazy(async () => ({
  default: (await withEngines(import('./presets/import-dialog.tsx'))).ImportDialog,
}))
export const MergeDialog = lazy(async () => ({
  default: (await withEngines(import('./versions/merge-dialog.tsx'))).MergeDialog,
}))
export const RollBackDialog = lazy(async () => ({
  default: (await withEngines(import('./versions/roll-back-dialog.tsx'))).RollBackDialog,
}))
export const ShortcutSheet = lazy(async () => ({
  default: (await import('./shortcut-sheet.tsx')).ShortcutSheet,
}))

/** Fetches what a first click will want, on a card or on a menu. */
export function fetchAhead(): void {
  Promise.all([fetchMenu(), fetchEvidence(), moveMenu(), toolPanel()]).catch(() => {
    // Then it is fetched with the click, and that says what is wrong.
  })
}

/** Mounts its children from the first time that they are wanted. */
export function Later({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [ever, setEver] = useState(wanted)
  if (wanted && !ever) setEver(true)
  return ever ? <Suspense>{children}</Suspense> : null
}
