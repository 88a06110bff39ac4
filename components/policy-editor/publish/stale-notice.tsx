'use client'

import { GitFork } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { EditorVersion } from '../model.ts'

type StaleNoticeProps = {
  current: EditorVersion
  /** The version that this draft was made from; 0 for none. */
  baseVersion: number
  onCompare: () => void
  onLoad: () => void
  onKeep: () => void
}

/** Someone published meanwhile. No way on loses anything: loading and merging are steps that can be undone. */
export function StaleNotice({ current, baseVersion, onCompare, onLoad, onKeep }: StaleNoticeProps) {
  return (
    <Notice icon={<GitFork />} title={`Version ${current.number} was published meanwhile`}>
      <p>
        {current.author ?? 'Someone'} published it <RelativeTime at={current.createdAt} />
        {current.comment === '' ? '' : `: “${current.comment}”`}. Your draft was made from{' '}
        {baseVersion === 0 ? 'nothing published' : `version ${baseVersion}`}.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" variant="primary" onClick={onCompare}>
          Compare and merge
        </Button>
        <Button size="sm" onClick={onKeep}>
          Keep my draft on top of it
        </Button>
        <Button size="sm" onClick={onLoad}>
          Load version {current.number}
        </Button>
      </div>
    </Notice>
  )
}
