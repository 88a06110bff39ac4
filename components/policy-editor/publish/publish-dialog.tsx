'use client'

import { useId, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Problem } from '#components/ui/problem.tsx'
import type { Issue, Policy } from '#lib/policy/index.ts'
import type { Change } from '../board/changes.ts'
import { ProblemList } from '../code/problem-list.tsx'
import type { EditorVersion, Refused, ToolSummary } from '../model.ts'
import { replaySentence } from '../replay/replay-words.ts'
import type { ReplayAnswer } from '../replay/use-replay.ts'
import { Difference } from '../versions/difference.tsx'
import { PublishForm } from './publish-form.tsx'
import { PublishedPanel } from './published-panel.tsx'
import { StaleNotice } from './stale-notice.tsx'
import { dangerousOpenings } from './widening.ts'

export type PublishDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  text: string
  /** The text does not parse, so that nothing can be said of its changes. */
  broken: boolean
  issues: readonly Issue[]
  changes: readonly Change[]
  tools: ReadonlyMap<string, ToolSummary>
  /** What the text says. */
  policy: Policy | null
  /** What the published text says; null where none is. */
  inForce: Policy | null
  policyName: string
  /** True where this publish makes the policy, so that it needs a name. */
  isNew: boolean
  current: EditorVersion | null
  baseVersion: number
  /** What a replay of this very text has said; null where none was run. */
  replayed: ReplayAnswer | null
  onCompare: () => void
  onLoad: () => void
  onKeep: () => void
  onJump: (issue: Issue) => void
  /** Null once it is published. */
  onPublish: (input: { name: string; comment: string }) => Promise<Refused | null>
  grantHref: string
}

/** What publishing would change, in words first; then the publish, or the reasons why not yet. */
export function PublishDialog(props: PublishDialogProps) {
  const { open, onOpenChange, issues, changes, current } = props
  const form = useId()
  const [pending, startTransition] = useTransition()
  const [fault, setFault] = useState<Refused | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const [comment, setComment] = useState('')
  const errors = issues.filter((issue) => issue.severity === 'error')
  const warnings = issues.filter((issue) => issue.severity === 'warning')
  const stale = current !== null && current.number !== props.baseVersion
  const same = current !== null && current.source === props.text
  const ready = errors.length === 0 && !stale && !same

  function toggle(next: boolean) {
    onOpenChange(next)
    if (next) return
    setFault(null)
    setDone(null)
  }

  function publish(input: { name: string; comment: string }) {
    startTransition(async () => {
      const refused = await props.onPublish(input)
      setFault(refused?.code === 'version-conflict' ? null : refused)
      if (refused !== null) return
      setDone(props.isNew ? input.name : props.policyName)
      setComment('')
    })
  }

  if (done !== null && current !== null) {
    return (
      <Dialog
        title="Published"
        open={open}
        onOpenChange={toggle}
        footer={<DialogClose render={<Button>Keep editing</Button>} />}
      >
        <PublishedPanel version={current.number} policy={done} grantHref={props.grantHref} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={props.isNew ? 'Publish the policy' : `Publish version ${(current?.number ?? 0) + 1}`}
      description={
        current === null
          ? 'Nothing is published yet.'
          : `Version ${current.number} stays in force until you publish.`
      }
      size="lg"
      open={open}
      onOpenChange={toggle}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button variant="primary" type="submit" form={form} pending={pending} disabled={!ready}>
            Publish
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {stale ? (
          <StaleNotice
            current={current}
            baseVersion={props.baseVersion}
            onCompare={props.onCompare}
            onLoad={props.onLoad}
            onKeep={props.onKeep}
          />
        ) : null}
        {errors.length > 0 ? (
          <section className="flex flex-col gap-2">
            <Problem title="It cannot be published yet">
              {current === null
                ? 'Nothing is in force meanwhile.'
                : `Version ${current.number} stays in force.`}
            </Problem>
            <ProblemList issues={errors} text={props.text} onJump={props.onJump} />
          </section>
        ) : null}
        {props.broken ? null : (
          <section className="flex flex-col gap-2">
            <h3 className="font-medium text-14">What changes</h3>
            <Difference
              before={current && { text: current.source, policy: props.inForce }}
              after={{ text: props.text, policy: props.policy }}
              tools={props.tools}
              changes={changes}
            />
          </section>
        )}
        {props.replayed === null ? null : (
          <section className="flex flex-col gap-1">
            <h3 className="font-medium text-14">Replayed</h3>
            <p className="text-14 text-ink-2">{replaySentence(props.replayed)}</p>
          </section>
        )}
        {warnings.length > 0 ? (
          <details>
            <summary className="rounded-sm font-medium text-14">Warnings ({warnings.length})</summary>
            <div className="mt-1">
              <ProblemList issues={warnings} text={props.text} onJump={props.onJump} />
            </div>
          </details>
        ) : null}
        {ready ? (
          <PublishForm
            id={form}
            suggestedName={props.isNew ? props.policyName : null}
            openings={dangerousOpenings(changes, props.tools)}
            fault={fault}
            comment={comment}
            onComment={setComment}
            onSubmit={publish}
          />
        ) : null}
      </div>
    </Dialog>
  )
}
