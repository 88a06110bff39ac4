'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { Command, Issue } from '#lib/policy/index.ts'
import { lineAt } from './line-at.ts'

type ProblemListProps = {
  /** With their offsets in `text`. */
  issues: readonly Issue[]
  /** The text they are about. */
  text: string
  onJump: (issue: Issue) => void
  /** Absent where nothing may be changed. */
  onFix?: (command: Command) => void
}

/** What is wrong and where, in the words of the gutter; a press goes there. */
export function ProblemList({ issues, text, onJump, onFix }: ProblemListProps) {
  return (
    <ul className="divide-y divide-line text-13">
      {issues.map((issue) => {
        const { fix, offset } = issue
        return (
          <li
            key={`${issue.pointer} ${issue.code} ${issue.message}`}
            className="flex items-start gap-1 px-1 py-0.5"
          >
            <button
              type="button"
              onClick={() => onJump(issue)}
              className="flex min-w-0 flex-1 items-start gap-2 rounded-sm px-2 py-1.5 text-left -outline-offset-2 hover:bg-hover"
            >
              {issue.severity === 'error' ? (
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              ) : (
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
              )}
              <span className="min-w-0">
                <span className="sr-only">{issue.severity === 'error' ? 'Error: ' : 'Warning: '}</span>
                {issue.message}
                <span className="code block truncate text-12 text-ink-3" title={issue.pointer}>
                  {offset === undefined || issue.message.startsWith('Line ')
                    ? ''
                    : `Line ${lineAt(text, offset)}`}
                  {issue.pointer === '' ? '' : ` · ${issue.pointer}`}
                </span>
              </span>
            </button>
            {fix && onFix ? (
              <Button size="sm" className="mt-1" onClick={() => onFix(fix.command)}>
                {fix.label}
              </Button>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
