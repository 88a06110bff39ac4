'use client'

import { Check, X } from 'lucide-react'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { clientTitle, problemWords } from '#lib/doctor/index.ts'
import type { LiveAttempt } from '#lib/live/index.ts'

const SHOWN = 12

/** Every attempt of late, newest first; equal ones are one, counted. */
export function Attempts({ attempts }: { attempts: readonly LiveAttempt[] }) {
  if (attempts.length === 0) return null
  return (
    <details className="text-13">
      <summary className="w-fit cursor-pointer rounded-sm text-ink-2 hover:text-ink">
        {attempts.length === 1 ? '1 attempt of late' : `${attempts.length} attempts of late`}
      </summary>
      <ul className="mt-2 divide-y divide-line rounded-md border border-line bg-surface">
        {attempts.slice(0, SHOWN).map((attempt) => (
          <li key={attempt.id} className="flex items-baseline gap-2.5 px-3 py-2">
            <span aria-hidden className="shrink-0 self-center [&_svg]:size-3.5">
              {attempt.stage === 'refused' ? <X /> : <Check />}
            </span>
            <span className="min-w-0 flex-1">
              <span className="font-medium">{clientTitle(attempt.client)}</span> {sentenceOf(attempt)}
              {attempt.times > 1 ? <span className="text-ink-3"> · {attempt.times} times</span> : null}
            </span>
            <span className="shrink-0 text-ink-3">
              <RelativeTime at={new Date(attempt.lastAt)} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function sentenceOf({ stage, code }: LiveAttempt): string {
  if (stage === 'connected') return 'connected'
  return stage === 'listed' ? 'listed the tools' : problemWords(code).what
}
