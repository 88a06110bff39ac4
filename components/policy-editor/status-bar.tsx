'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { Issue } from '#lib/policy/index.ts'
import type { News } from './draft/draft.ts'
import type { EditorVersion } from './model.ts'
import { countOf } from './words.ts'

type StatusBarProps = {
  news: News | null
  onUndo: () => void
  issues: readonly Issue[]
  onProblems: () => void
  /** null while the text does not parse. */
  fallback: 'allow' | 'deny' | null
  onFallback: (value: 'allow' | 'deny') => void
  published: EditorVersion | null
  editable: boolean
}

/** The foot of the editor: what just happened, what is wrong, what holds for all the rest. */
export const StatusBar = memo(function StatusBar(props: StatusBarProps) {
  const { news, issues, fallback, published } = props
  return (
    <footer className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-line border-t px-4 py-1 text-13 text-ink-2">
      <NewsLine news={news} onUndo={props.onUndo} />
      <div className="ml-auto flex flex-wrap items-center gap-x-1">
        {issues.length === 0 ? null : (
          <Button variant="quiet" size="sm" onClick={props.onProblems}>
            {issues.some((issue) => issue.severity === 'error') ? (
              <CircleAlert aria-hidden />
            ) : (
              <TriangleAlert aria-hidden />
            )}
            {problemWords(issues)}
          </Button>
        )}
        {fallback === null ? null : props.editable ? (
          <Menu
            side="top"
            trigger={
              <Button variant="quiet" size="sm">
                Default: {fallback}
              </Button>
            }
          >
            <MenuChoice
              label="Tools that the policy does not name"
              value={fallback}
              onValueChange={props.onFallback}
              options={[
                { value: 'deny', label: 'Deny' },
                { value: 'allow', label: 'Allow' },
              ]}
            />
          </Menu>
        ) : (
          <span className="px-2.5">Default: {fallback}</span>
        )}
        <span className="px-1 text-ink-3 max-sm:hidden">
          {published === null ? 'Never published' : <PublishedWords version={published} />}
        </span>
      </div>
    </footer>
  )
})

function NewsLine({ news, onUndo }: { news: News | null; onUndo: () => void }) {
  if (news === null) return null
  return (
    <p className="flex min-w-0 animate-appear items-center gap-1.5" key={news.label}>
      <span className="truncate" title={news.label}>
        {news.label}
      </span>
      {news.undoable ? (
        <Button variant="quiet" size="sm" onClick={onUndo}>
          Undo
        </Button>
      ) : null}
    </p>
  )
}

function PublishedWords({ version }: { version: EditorVersion }) {
  return (
    <>
      Version {version.number}
      {version.author === null ? '' : ` by ${version.author.split('@')[0]}`},{' '}
      <RelativeTime at={version.createdAt} />
    </>
  )
}

function problemWords(issues: readonly Issue[]): string {
  const errors = issues.filter((issue) => issue.severity === 'error').length
  const warnings = issues.length - errors
  const parts = [errors > 0 ? countOf(errors, 'error') : '', warnings > 0 ? countOf(warnings, 'warning') : '']
  return parts.filter(Boolean).join(', ')
}
