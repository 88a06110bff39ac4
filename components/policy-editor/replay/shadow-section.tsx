'use client'

import { useEffect, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '../inspector/section.tsx'
import type { EditorShadow, Refused } from '../model.ts'
import { countOf, figure } from '../words.ts'
import { ChangedCalls } from './changed-calls.tsx'
import { fateOf } from './fate-mark.tsx'
import type { ShadowSide } from './use-shadow.ts'

type ShadowSectionProps = {
  side: ShadowSide
  text: string
  policyId: string
  /** Why the draft cannot go into shadow; null where it can. */
  obstacle: string | null
  editable: boolean
  /** Asks what a publish would ask, then promotes. */
  onPromote: (shadow: EditorShadow) => Promise<Refused | null>
}

/** Seldom: while an action is under way, the page may hold back what is typed. */
const REFRESH_MS = 10_000

/** The draft beside the version in force, on real calls: it is counted what it would decide otherwise. */
export function ShadowSection(props: ShadowSectionProps) {
  const { side, text, obstacle, editable } = props
  const [pending, startTransition] = useTransition()
  const [fault, setFault] = useState<Refused | null>(null)
  const { refresh } = side
  const isOn = side.shadow !== null
  useEffect(() => {
    if (!isOn) return
    const timer = setInterval(() => void refresh(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [refresh, isOn])
  const act = (work: () => Promise<Refused | null>) => startTransition(async () => setFault(await work()))

  return (
    <Section title="Shadow">
      {side.shadow === null ? (
        <>
          <p className="text-13 text-ink-2">
            In shadow, the version in force goes on deciding. The draft is asked about the same calls, and
            what it would decide otherwise is counted.
          </p>
          {editable ? (
            <Button
              size="sm"
              className="self-start"
              pending={pending}
              disabled={obstacle !== null}
              onClick={() => act(() => side.start(text))}
            >
              Put the draft in shadow
            </Button>
          ) : null}
          {obstacle !== null && editable ? <p className="text-13 text-ink-2">{obstacle}</p> : null}
        </>
      ) : (
        <Running {...props} shadow={side.shadow} pending={pending} act={act} />
      )}
      {fault === null ? null : <Problem requestId={fault.requestId}>{fault.message}</Problem>}
    </Section>
  )
}

type RunningProps = ShadowSectionProps & {
  shadow: EditorShadow
  pending: boolean
  act: (work: () => Promise<Refused | null>) => void
}

function Running({ side, shadow, policyId, editable, onPromote, pending, act, text }: RunningProps) {
  const { calls, differing, missed, errors, verdicts } = shadow
  const isOthers = shadow.policyId !== policyId
  return (
    <div className="flex flex-col gap-3" data-shadow={shadow.id}>
      <p className="text-13 text-ink-2">
        {isOthers ? 'A draft of another policy of this server is' : 'A draft is'} in shadow of version{' '}
        {shadow.baseVersion}, put there by {shadow.author ?? 'someone who left'}{' '}
        <RelativeTime at={shadow.createdAt} />.
      </p>
      <p role="status" className="font-medium text-14">
        {calls === 0
          ? 'No call came since.'
          : `Of ${countOf(calls, 'call')}, it would have decided ${figure(differing)} otherwise.`}
      </p>
      {missed + errors === 0 ? null : (
        <Notice>
          {figure(missed + errors)} more could not be asked about
          {errors === 0 ? ', for there were too many at once' : ''}.
        </Notice>
      )}
      {verdicts.length === 0 ? null : (
        <ChangedCalls
          canShowRule={text === shadow.source}
          groups={verdicts.map(({ live, draft, ...verdict }) => ({
            ...verdict,
            from: fateOf(live),
            to: fateOf(draft),
          }))}
        />
      )}
      {verdicts.some(({ draft }) => draft === 'unknown') ? (
        <p className="text-12 text-ink-3">
          Unknown are calls that rest on a limit of the draft’s own: in shadow nothing is counted. A replay
          counts them.
        </p>
      ) : null}
      {editable ? (
        <div className="flex flex-wrap gap-2">
          {isOthers ? null : (
            <Button
              size="sm"
              variant="primary"
              pending={pending}
              onClick={() => act(() => onPromote(shadow))}
            >
              Promote
            </Button>
          )}
          <Button size="sm" pending={pending} onClick={() => act(side.discard)}>
            Discard
          </Button>
        </div>
      ) : null}
    </div>
  )
}
