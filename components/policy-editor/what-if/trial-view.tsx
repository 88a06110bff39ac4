'use client'

import { Check, CircleSlash, Hand } from 'lucide-react'
import { DecisionMark } from '#components/effect.tsx'
import { Button } from '#components/ui/button.tsx'
import { Section } from '../inspector/section.tsx'
import type { Trial } from './try-call.ts'

type TrialViewProps = {
  trial: Trial
  /** Shows a rule in the code. */
  onShow: (pointer: string) => void
  /** Absent where nothing may be changed. */
  onFlip?: () => void
}

const OUTCOMES = {
  passed: { icon: Check, word: 'Passed' },
  refused: { icon: CircleSlash, word: 'Refused' },
  asked: { icon: Hand, word: 'Asked' },
} as const

const FLIPPED = { allow: 'To let it through', deny: 'To refuse it', await: 'To have a person asked' } as const

/** The decision in a word and a sentence; it stays in sight while the arguments are written. */
export function Verdict({ trial: { decision, explanation } }: { trial: Trial }) {
  return (
    <div
      role="status"
      className="sticky -top-4 z-10 -mx-4 flex flex-col gap-1 border-line border-b bg-surface px-4 py-2.5"
    >
      <DecisionMark decision={decision.effect} />
      <p className="break-words text-13 text-ink-2">{explanation.person}</p>
    </div>
  )
}

/** What the agent would read, what would change the decision, and every check on the way. */
export function TrialView({ trial, onShow, onFlip }: TrialViewProps) {
  const { explanation, flip } = trial
  return (
    <div className="flex flex-col gap-4">
      {explanation.agent === '' ? null : (
        <Section title="What the agent reads">
          <p className="code whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-2 text-12">
            {explanation.agent}
          </p>
        </Section>
      )}
      {flip === null && explanation.change === null && explanation.callChange === null ? null : (
        <Section title="What would change it">
          <div className="flex flex-col gap-2 text-13 text-ink-2">
            {flip === null ? (
              explanation.change === null ? null : (
                <p>{explanation.change}</p>
              )
            ) : (
              <div className="flex flex-wrap items-start justify-between gap-2">
                <p className="min-w-0 flex-1 basis-40 break-words">
                  {FLIPPED[flip.to]}: {flip.exact}
                </p>
                {onFlip ? (
                  <Button size="sm" onClick={onFlip}>
                    Apply to the draft
                  </Button>
                ) : null}
              </div>
            )}
            {explanation.callChange === null ? null : <p className="break-words">{explanation.callChange}</p>}
          </div>
        </Section>
      )}
      <Section title="Step by step">
        <ol className="flex flex-col">
          {explanation.steps.map(({ text, pointer, outcome }) => {
            const { icon: Icon, word } = OUTCOMES[outcome]
            return (
              <li
                key={`${pointer} ${text}`}
                className="flex gap-2 border-line border-b py-1.5 text-13 last:border-b-0"
              >
                <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
                <span className="sr-only">{word}: </span>
                <span
                  className={
                    outcome === 'passed'
                      ? 'min-w-0 flex-1 break-words text-ink-2'
                      : 'min-w-0 flex-1 break-words font-medium'
                  }
                >
                  {text}
                </span>
                {pointer.startsWith('/') ? (
                  <button
                    type="button"
                    className="link min-h-6 shrink-0 text-12"
                    onClick={() => onShow(pointer)}
                  >
                    Show in code
                  </button>
                ) : null}
              </li>
            )
          })}
        </ol>
      </Section>
    </div>
  )
}
