'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { Issue } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'

/** Problems in the same words as in the code pane, each with its fix where one is certain. */
export function IssueLines({ issues, editable }: { issues: readonly Issue[]; editable: boolean }) {
  const { run } = useCommands()
  if (issues.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {issues.map((issue) => {
        const { fix } = issue
        const Icon = issue.severity === 'error' ? CircleAlert : TriangleAlert
        return (
          <li key={`${issue.pointer} ${issue.code}`} className="flex items-start gap-1.5 text-12 text-ink-2">
            <Icon aria-hidden className="mt-px size-3.5 shrink-0 text-medium-ink" />
            <span className="min-w-0 flex-1 break-words">
              {issue.message}{' '}
              {fix && editable ? (
                <Button
                  variant="quiet"
                  size="sm"
                  className="-my-1 -ml-2 underline"
                  onClick={() => run(fix.command)}
                >
                  {fix.label}
                </Button>
              ) : null}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
