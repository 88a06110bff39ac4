'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useId, useMemo, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { EditorVersion, ToolSummary } from '../model.ts'
import { Difference } from './difference.tsx'
import { written } from './written.ts'

type VersionRowProps = {
  version: EditorVersion
  /** The one before it; null for the first. */
  previous: EditorVersion | null
  isCurrent: boolean
  tools: ReadonlyMap<string, ToolSummary>
  href: string
  onRestore?: () => void
  onRollBack?: () => void
}

/** One version: who, when, why; and, unfolded, what it changed. */
export function VersionRow(props: VersionRowProps) {
  const { version, previous, isCurrent } = props
  const [open, setOpen] = useState(false)
  const changes = useId()
  return (
    <li className="flex flex-col gap-1.5 border-line border-b px-2 py-3 last:border-b-0">
      <div className="flex items-center gap-2 text-13">
        <Link href={props.href} className="link font-medium" prefetch={false}>
          Version {version.number}
        </Link>
        {isCurrent ? <Badge>In force</Badge> : null}
        <RelativeTime at={version.createdAt} className="ml-auto text-12 text-ink-3" />
      </div>
      <p className="break-words text-13 text-ink-2">
        {version.comment === '' ? 'No comment.' : version.comment}
      </p>
      <p className="min-w-0 truncate text-12 text-ink-3">{version.author ?? 'A former member'}</p>
      <div className="-mx-2 flex flex-wrap items-center gap-1">
        <Button
          variant="quiet"
          size="sm"
          aria-expanded={open}
          aria-controls={changes}
          aria-label={`Changes of version ${version.number}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight aria-hidden className={open ? 'rotate-90' : undefined} />
          Changes
        </Button>
        {props.onRestore ? (
          <Button
            variant="quiet"
            size="sm"
            aria-label={`Restore as draft: version ${version.number}`}
            onClick={props.onRestore}
          >
            Restore as draft
          </Button>
        ) : null}
        {props.onRollBack ? (
          <Button
            variant="quiet"
            size="sm"
            aria-label={`Roll back to version ${version.number}`}
            onClick={props.onRollBack}
          >
            Roll back
          </Button>
        ) : null}
      </div>
      <div id={changes}>
        {open ? <VersionChanges version={version} previous={previous} tools={props.tools} /> : null}
      </div>
    </li>
  )
}

function VersionChanges(props: Pick<VersionRowProps, 'version' | 'previous' | 'tools'>) {
  const { version, previous, tools } = props
  const after = useMemo(() => written(version.source), [version])
  const before = useMemo(() => previous && written(previous.source), [previous])
  return <Difference before={before} after={after} tools={tools} />
}
