'use client'

import { useEffect, useState } from 'react'
import { Problem } from '#components/ui/problem.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Answer, EditorVersion, Refused, ToolSummary } from '../model.ts'
import { VersionRow } from './version-row.tsx'

type HistoryListProps = {
  /** The published version. Key the list by it, so that a publish reads it again. */
  current: number | null
  tools: ReadonlyMap<string, ToolSummary>
  load: () => Promise<Answer<readonly EditorVersion[]>>
  /** Absent where nothing may be changed. */
  onRestore?: (version: EditorVersion) => void
  onRollBack?: (version: EditorVersion) => void
  hrefOf: (version: number) => string
}

/** Every version that was in force, newest first, each with what it changed. History is never rewritten. */
export function HistoryList({ current, tools, load, onRestore, onRollBack, hrefOf }: HistoryListProps) {
  const [versions, setVersions] = useState<readonly EditorVersion[] | null>(null)
  const [fault, setFault] = useState<Refused | null>(null)
  useEffect(() => {
    let gone = false
    load().then((answer) => {
      if (gone) return
      if (answer.ok) setVersions(answer.value)
      else setFault(answer.fault)
    })
    return () => {
      gone = true
    }
  }, [load])

  if (current === null) {
    return (
      <p className="text-13 text-ink-2">Nothing was published yet. Each publish becomes a version here.</p>
    )
  }
  if (fault !== null) return <Problem requestId={fault.requestId}>{fault.message}</Problem>
  if (versions === null) return <HistorySkeleton />
  return (
    <ol className="-mx-2 flex flex-col">
      {versions.map((version, index) => (
        <VersionRow
          key={version.number}
          version={version}
          previous={versions[index + 1] ?? null}
          isCurrent={version.number === current}
          tools={tools}
          href={hrefOf(version.number)}
          {...(onRestore && version.number !== current ? { onRestore: () => onRestore(version) } : {})}
          {...(onRollBack && version.number !== current ? { onRollBack: () => onRollBack(version) } : {})}
        />
      ))}
    </ol>
  )
}

function HistorySkeleton() {
  return (
    <div className="flex flex-col gap-6 pt-3">
      {['one', 'two', 'three'].map((key) => (
        <div key={key} className="flex flex-col gap-2">
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="h-3.5 w-56" />
          <Skeleton className="h-3 w-32" />
        </div>
      ))}
    </div>
  )
}
