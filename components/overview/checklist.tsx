import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { LinkButton } from '#components/ui/link-button.tsx'

export type Step = {
  readonly title: string
  readonly text: string
  readonly done: boolean
  /** Where to do it; null while an earlier step is missing. */
  readonly href: string | null
  readonly action: string
}

type ChecklistProps = {
  steps: readonly Step[]
  /** The short way, for who has nothing yet; stands beside the first step's own action. */
  shortcut?: ReactNode
}

/** The way to the first judged call. It ticks itself, from what is really there. */
export function Checklist({ steps, shortcut }: ChecklistProps) {
  const next = steps.findIndex((step) => !step.done)
  const done = steps.filter((step) => step.done).length
  return (
    <section aria-labelledby="checklist-title" className="rounded-md border border-line bg-surface">
      <header className="flex items-baseline justify-between gap-4 px-4 pt-3.5 pb-3">
        <h2 id="checklist-title" className="font-semibold text-14">
          To the first judged call
        </h2>
        <p className="text-13 text-ink-3">
          {done} of {steps.length} done
        </p>
      </header>
      <ol className="divide-y divide-line border-line border-t">
        {steps.map((step, index) => (
          <li key={step.title} className="flex min-h-14 flex-wrap items-center gap-3 px-4 py-2.5">
            <span
              aria-hidden
              className={clsx(
                'flex size-5 shrink-0 items-center justify-center rounded-full border font-medium text-12',
                step.done ? 'border-ink bg-ink text-on-ink' : 'border-line-strong text-ink-3',
              )}
            >
              {step.done ? <Check className="size-3" strokeWidth={3} /> : index + 1}
            </span>
            <div className="min-w-0 flex-1 basis-52">
              <h3 className={clsx('font-medium', step.done && 'text-ink-2')}>
                {step.done && step.href ? (
                  <Link href={step.href} className="rounded-sm hover:underline">
                    {step.title}
                  </Link>
                ) : (
                  step.title
                )}
                {step.done ? <span className="sr-only"> (done)</span> : null}
              </h3>
              {step.done ? null : <p className="text-13 text-ink-2">{step.text}</p>}
            </div>
            {index === next && step.href ? (
              <div className="flex flex-wrap items-start gap-2 max-sm:ml-8">
                {index === 0 ? shortcut : null}
                <LinkButton href={step.href} variant={index === 0 && shortcut ? 'secondary' : 'primary'}>
                  {step.action}
                </LinkButton>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
