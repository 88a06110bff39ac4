'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { Issue } from '#lib/policy/index.ts'

type IssueListProps = {
  issues: readonly Issue[]
  text: string
  onJump: (offset: number, length: number) => void
}

/** What is wrong and where; a press goes there. */
export function IssueList({ issues, text, onJump }: IssueListProps) {
  return (
    <ul aria-label="Problems" className="divide-y divide-line rounded-md border border-line text-13">
      {issues.map(({ code, pointer, message, severity, offset = 0, length = 0 }) => (
        <li key={`${pointer} ${code} ${message}`} className="p-0.5">
          <button
            type="button"
            onClick={() => onJump(offset, length)}
            className="flex w-full items-start gap-2 rounded-sm px-2.5 py-2 text-left hover:bg-hover"
          >
            {severity === 'error' ? (
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            ) : (
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
            )}
            <span className="min-w-0">
              <span className="sr-only">{severity === 'error' ? 'Error: ' : 'Warning: '}</span>
              {message}
              <span className="code block truncate text-12 text-ink-3">
                Line {text.slice(0, offset).split('\n').length}
                {pointer === '' ? '' : ` · ${pointer}`}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
