'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#components/ui/action.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { FaultProblem } from '#components/ui/fault-problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { toast } from '#components/ui/toaster.tsx'
import { useAction } from '#components/ui/use-action.ts'

export type VersionView = {
  readonly number: number
  readonly source: string
  readonly comment: string
  readonly author: string | null
  readonly createdAt: Date
  readonly isPublished: boolean
}
type RollBack = (input: { version: number }) => Promise<ActionResult<{ version: number }>>

/** Newest first. `rollBack` is null for who may not. */
export function BaselineVersions({
  versions,
  rollBack,
}: {
  versions: readonly VersionView[]
  rollBack: RollBack | null
}) {
  if (versions.length === 0) return <p className="text-14 text-ink-2">Nothing was published yet.</p>
  return (
    <ol className="divide-y divide-line rounded-md border border-line">
      {versions.map((version) => (
        <VersionRow key={version.number} version={version} rollBack={version.isPublished ? null : rollBack} />
      ))}
    </ol>
  )
}

function VersionRow({ version, rollBack }: { version: VersionView; rollBack: RollBack | null }) {
  const { number, source, comment, author, createdAt, isPublished } = version
  return (
    <li className="px-3 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium text-14">
            Version {number}
            {isPublished ? <Badge>In force</Badge> : null}
          </p>
          <p className="text-13 text-ink-3">
            {author ?? 'Somebody who left'}, <RelativeTime at={createdAt} />
          </p>
          {comment === '' ? null : <p className="mt-1 break-words text-13 text-ink-2">{comment}</p>}
        </div>
        {rollBack ? <RollBackButton number={number} rollBack={rollBack} /> : null}
      </div>
      <details className="mt-2">
        <summary className="cursor-pointer rounded-sm text-13 text-ink-2">Show its text</summary>
        <CodeBlock code={source} label={`baseline, version ${number}`} className="mt-2" />
      </details>
    </li>
  )
}

function RollBackButton({ number, rollBack }: { number: number; rollBack: RollBack }) {
  const router = useRouter()
  const { run, pending, fault } = useAction(rollBack)
  async function press() {
    const result = await run({ version: number })
    if (!result?.ok) return
    toast.success(`The text of version ${number} holds again, as version ${result.value.version}`)
    router.refresh()
  }
  return (
    <div className="flex flex-col items-end gap-2">
      <Button size="sm" pending={pending} onClick={press} aria-label={`Roll back to version ${number}`}>
        Roll back
      </Button>
      <FaultProblem fault={fault} />
    </div>
  )
}
