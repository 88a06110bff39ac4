'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Section } from '../inspector/section.tsx'
import { figure } from '../words.ts'
import { ChangedCalls } from './changed-calls.tsx'
import { FateMatrix } from './fate-matrix.tsx'
import { replaySentence } from './replay-words.ts'
import type { Range, Replay, ReplayAnswer, ReplayState } from './use-replay.ts'

const RANGES = {
  day: { label: '24 hours', range: { hours: 24 } },
  week: { label: '7 days', range: { hours: 168 } },
  month: { label: '30 days', range: { hours: 720 } },
  thousand: { label: '1,000 calls', range: { calls: 1000 } },
} as const satisfies Record<string, { label: string; range: Range }>
type RangeName = keyof typeof RANGES

type ReplaySectionProps = {
  replay: Replay
  text: string
  /** The text cannot be read, so nothing could be decided by it. */
  broken: boolean
}

/** The draft run over recorded calls: what would have come out otherwise than under the version in force. */
export function ReplaySection({ replay, text, broken }: ReplaySectionProps) {
  const [range, setRange] = useState<RangeName>('week')
  const { now } = replay
  return (
    <Section title="Replay">
      <p className="text-13 text-ink-2">
        Runs the draft over calls that were recorded. Nothing is sent to the server, and nothing is counted.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="The last"
          size="sm"
          value={range}
          onValueChange={setRange}
          options={(Object.keys(RANGES) as RangeName[]).map((value) => ({
            value,
            label: RANGES[value].label,
          }))}
        />
        {now.state === 'running' ? (
          <Button size="sm" onClick={replay.stop}>
            Stop
          </Button>
        ) : (
          <Button
            size="sm"
            variant="primary"
            disabled={broken}
            onClick={() => replay.run(text, RANGES[range].range)}
          >
            Replay
          </Button>
        )}
      </div>
      {broken ? (
        <p className="text-13 text-ink-2">Correct the text first: it says nothing that could decide.</p>
      ) : null}
      <Outcome now={now} text={text} />
    </Section>
  )
}

function Outcome({ now, text }: { now: ReplayState; text: string }) {
  if (now.state === 'idle') return null
  if (now.state === 'running') return <Progress {...now} />
  if (now.state === 'failed') {
    const { requestId, message } = now.fault
    return <Problem {...(requestId === undefined ? {} : { requestId })}>{message}</Problem>
  }
  return <Result result={now.result} isOld={now.text !== text} />
}

function Progress({ records, of }: { records: number; of: number | null }) {
  return (
    <div className="flex flex-col gap-1">
      <progress
        aria-label="Replay"
        className="h-1.5 w-full accent-ink"
        max={of || 1}
        value={of === null ? undefined : records}
      />
      <p className="text-12 text-ink-3 tabular-nums">
        {of === null ? 'Looking for calls…' : `${figure(records)} of ${figure(of)} records`}
      </p>
    </div>
  )
}

function Result({ result, isOld }: { result: ReplayAnswer; isOld: boolean }) {
  return (
    <div className="flex flex-col gap-3" data-replay="done">
      <p role="status" className="font-medium text-14">
        {replaySentence(result)}
      </p>
      {isOld ? <Notice>The draft has changed since. Replay it again to see what it does now.</Notice> : null}
      {result.calls === 0 ? (
        <p className="text-13 text-ink-2">
          This policy decided no call in that time. Choose a longer one, or come back when agents have called.
        </p>
      ) : (
        <>
          <FateMatrix matrix={result.matrix} />
          <p className="text-12 text-ink-3">
            Against {result.version === null ? 'no policy' : `version ${result.version}`}, calls since{' '}
            <RelativeTime at={result.from} />.
            {result.isCut ? ` There were more: these are the newest ${figure(result.calls)}.` : ''} Calls
            before these, and what was given back, are not counted against limits.
          </p>
          {result.changed.length === 0 ? null : <ChangedCalls groups={result.changed} canShowRule={!isOld} />}
          {result.ungrouped === 0 ? null : (
            <p className="text-13 text-ink-2">
              And {figure(result.ungrouped)} more calls, of other tools and grants.
            </p>
          )}
        </>
      )}
    </div>
  )
}
