'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Answer, EditorVersion, Refused } from './model.ts'

type HistoryListProps = {
  /** The published version. Key the list by it, so that a publish reads it again. */
  current: number | null
  load: () => Promise<Answer<readonly EditorVersion[]>>
  /** Absent where nothing may be changed. */
  onRestore?: (version: EditorVersion) => void
  hrefOf: (version: number) => string
}

/** Every version that was in force, newest first. Restoring makes a draft; history is never rewritten. */
export function HistoryList({ current, load, onRestore, hrefOf }: HistoryListProps) {
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
      {versions.map((version) => (
        <li
          key={version.number}
          className="flex flex-col gap-1 border-line border-b px-2 py-3 last:border-b-0"
        >
          <div className="flex items-center gap-2 text-13">
            <Link href={hrefOf(version.number)} className="link font-medium" prefetch={false}>
              Version {version.number}
            </Link>
            {version.number === current ? <Badge>In force</Badge> : null}
            <RelativeTime at={version.createdAt} className="ml-auto text-12 text-ink-3" />
          </div>
          <p className="break-words text-13 text-ink-2">
            {version.comment === '' ? 'No comment.' : version.comment}
          </p>
          <div className="flex items-center justify-between gap-2">
            <span className="min-w-0 truncate text-12 text-ink-3">{version.author ?? 'A former member'}</span>
            {onRestore && version.number !== current ? (
              <Button variant="quiet" size="sm" onClick={() => onRestore(version)}>
                Restore as draft
              </Button>
            ) : null}
          </div>
        </li>
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
