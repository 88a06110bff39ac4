'use client'

import { CircleAlert } from 'lucide-react'
import { Stage } from '#components/servers/stage.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { clientTitle, diagnose, problemWords, type Step } from '#lib/doctor/index.ts'
import type { LiveAttempt } from '#lib/live/index.ts'
import { Attempts } from './attempts.tsx'
import { type DoctorStart, useDoctor } from './use-doctor.ts'

type DoctorProps = { grantId: string; serverIds: readonly string[]; start: DoctorStart }

const STATES = { connecting: 'Connecting', live: 'Live', over: 'Not live' } as const

/** What clients do with this grant, as it happens: how far they came, or what keeps them out and how to mend it. */
export function Doctor({ grantId, serverIds, start }: DoctorProps) {
  const { attempts, calls, state } = useDoctor(grantId, start)
  const own = attempts.filter(
    (attempt) =>
      attempt.grantId === grantId || (attempt.grantId === '' && serverIds.includes(attempt.serverId)),
  )
  const { steps, problem } = diagnose(own, calls)
  const isThrough = steps[2].isDone
  return (
    <section aria-labelledby="doctor-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="doctor-title" className="font-semibold text-16">
          What clients do
        </h2>
        <span className="text-13 text-ink-3" data-live={state}>
          {STATES[state]}
        </span>
      </div>
      <div role="status" className="flex flex-col gap-4">
        <ol className="flex flex-col gap-2 text-14">
          {steps.map((step) => (
            <Stage key={step.kind} done={step.isDone}>
              {sentenceOf(step)}
              {step.at === null ? null : (
                <span className="text-ink-3">
                  {', '}
                  <RelativeTime at={new Date(step.at)} />
                </span>
              )}
            </Stage>
          ))}
        </ol>
        {problem ? <ProblemCard attempt={problem} /> : null}
      </div>
      {isThrough ? (
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/activity?grant=${grantId}`} variant="primary">
            See its calls
          </LinkButton>
        </div>
      ) : null}
      <Attempts attempts={own} />
    </section>
  )
}

function sentenceOf({ kind, isDone, client }: Step): string {
  switch (kind) {
    case 'connected':
      return isDone ? `${clientTitle(client)} connected` : 'Waiting for a client to connect'
    case 'listed':
      return isDone ? 'Tools listed' : 'Then it lists the tools'
    case 'called':
      return isDone ? 'Calls are judged by the policy' : 'Then it makes its first call'
  }
}

function ProblemCard({ attempt }: { attempt: LiveAttempt }) {
  const { what, cure } = problemWords(attempt.code)
  return (
    <div className="flex items-start gap-2.5 rounded-md border border-ink bg-surface px-3 py-2.5">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 text-14">
        <p className="font-medium">
          {clientTitle(attempt.client)} {what}
          <span className="font-normal text-ink-3">
            {', '}
            <RelativeTime at={new Date(attempt.lastAt)} />
          </span>
        </p>
        <p className="text-ink-2">{cure}</p>
      </div>
    </div>
  )
}
