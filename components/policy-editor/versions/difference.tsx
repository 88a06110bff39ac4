'use client'

import { lazy, Suspense, useMemo, useState } from 'react'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Policy } from '#lib/policy/index.ts'
import { type Change, changesOf } from '../board/changes.ts'
import type { ToolSummary } from '../model.ts'
import { BesideTools, useBesideTools } from '../publish/beside-tools.tsx'
import { ChangeList } from '../publish/change-list.tsx'

// CodeMirror comes only where someone asks for the text.
const TextDifference = lazy(async () => ({
  default: (await import('./text-difference.tsx')).TextDifference,
}))

/** One side of a difference: its text, and what the text says; null where nothing was, or it is broken. */
export type Written = { readonly text: string; readonly policy: Policy | null }

type DifferenceProps = {
  before: Written | null
  after: Written
  tools: ReadonlyMap<string, ToolSummary>
  /** Where they are known already. */
  changes?: readonly Change[]
}

const NO_CHANGE = 'Only how the text is written: the policy does what it did.'

/** What changes between two texts: in words first, as text for whoever asks. */
export function Difference({ before, after, tools, changes }: DifferenceProps) {
  const [view, setView] = useState<'words' | 'text'>('words')
  const found = useMemo(
    () => changes ?? changesOf(before?.policy ?? null, after.policy, [...tools.values()]),
    [changes, before, after, tools],
  )
  const names = useMemo(() => [...tools.keys(), ...found.map(({ tool }) => tool)], [tools, found])
  const beside = useBesideTools(before?.text ?? null, after.text, names)
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label="Show the difference"
        size="sm"
        value={view}
        onValueChange={setView}
        options={[
          { value: 'words', label: 'In words' },
          { value: 'text', label: 'As text' },
        ]}
        className="self-start"
      />
      {view === 'text' ? (
        <Suspense fallback={<Skeleton className="h-40" />}>
          <TextDifference before={before?.text ?? ''} after={after.text} label="Difference of the texts" />
        </Suspense>
      ) : found.length > 0 || beside.length > 0 ? (
        <>
          <BesideTools differences={beside} />
          {found.length > 0 ? <ChangeList changes={found} tools={tools} after={after.policy} /> : null}
        </>
      ) : (
        <p className="text-14 text-ink-2">
          {before?.text === after.text ? 'Nothing: the texts are the same.' : NO_CHANGE}
        </p>
      )}
    </div>
  )
}
