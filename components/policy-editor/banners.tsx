'use client'

import { CircleAlert, History, Sparkles } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { buttonStyle } from '#components/ui/button-style.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { Issue } from '#lib/policy/index.ts'
import { lineAt } from './code/line-at.ts'
import type { EditorVersion } from './model.ts'

function Banner({ icon, children, action }: { icon: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-4 mb-2 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line bg-sunken px-3 py-1.5 text-13 text-ink-2">
      <span aria-hidden className="text-ink-3 [&_svg]:size-4">
        {icon}
      </span>
      <p className="min-w-0 flex-1 basis-48">{children}</p>
      {action}
    </div>
  )
}

/** The text is broken: what the board still shows, and where to mend it. */
export function BrokenBanner({ text, issue, onJump }: { text: string; issue: Issue; onJump: () => void }) {
  const line = issue.offset === undefined ? '' : `Line ${lineAt(text, issue.offset)}: `
  const said = issue.message.startsWith('Line ') ? issue.message : `${line}${issue.message}`
  return (
    <Banner
      icon={<CircleAlert />}
      action={
        <Button size="sm" onClick={onJump}>
          Go there
        </Button>
      }
    >
      <strong className="font-medium text-ink">{said}</strong> The board shows the last valid version and
      cannot be changed meanwhile.
    </Banner>
  )
}

/** The first draft is ours: say so, and that it does nothing yet. */
export function RecommendedBanner({ onPublish }: { onPublish: () => void }) {
  return (
    <Banner
      icon={<Sparkles />}
      action={
        <Button size="sm" onClick={onPublish}>
          Review and publish
        </Button>
      }
    >
      <strong className="font-medium text-ink">A recommended policy is laid out for you.</strong> Move any
      card; nothing is in force until you publish.
    </Banner>
  )
}

/** Without an account: what this is, how long it stays, and for whom. */
export function TrialBanner({ endsAt }: { endsAt: Date }) {
  return (
    <Banner icon={<Sparkles />}>
      <strong className="font-medium text-ink">A draft without an account.</strong> It decides nothing yet:
      move cards, then try a call. Whoever has this page’s address can change it, until{' '}
      <time dateTime={endsAt.toISOString()}>{endsAt.toISOString().slice(0, 10)}</time>.
    </Banner>
  )
}

/** A version of the past. */
export function VersionBanner(props: {
  version: EditorVersion
  backHref: string
  restoreHref: string | null
}) {
  const { version } = props
  return (
    <Banner
      icon={<History />}
      action={
        <span className="flex gap-2">
          <Link href={props.backHref} className={buttonStyle('secondary', 'sm')}>
            Back to the draft
          </Link>
          {props.restoreHref === null ? null : (
            <Link href={props.restoreHref} className={buttonStyle('secondary', 'sm')}>
              Restore as draft
            </Link>
          )}
        </span>
      }
    >
      <strong className="font-medium text-ink">Version {version.number}</strong>, published by{' '}
      {version.author ?? 'a former member'} <RelativeTime at={version.createdAt} />
      {version.comment === '' ? '.' : `: “${version.comment}”`}
    </Banner>
  )
}
