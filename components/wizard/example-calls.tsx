import { Check, Hand, type LucideIcon, X } from 'lucide-react'
import { Revealed } from '#components/servers/review/revealed.tsx'
import type { ExampleView } from './view.ts'

const ICONS: Record<ExampleView['effect'], LucideIcon> = {
  allow: Check,
  deny: X,
  await: Hand,
}

type ExampleCallsProps = {
  /** With the tool of each, where they are of several. */
  examples: readonly (ExampleView & { readonly tool?: string })[]
}

/** Three calls, and what becomes of each under the rule. */
export function ExampleCalls({ examples }: ExampleCallsProps) {
  return (
    <ol aria-label="Example calls" className="divide-y divide-line rounded-md border border-line bg-surface">
      {examples.map((example) => {
        const Icon = ICONS[example.effect]
        return (
          <li key={`${example.tool ?? ''} ${example.title}`} className="px-3 py-2.5">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <p className="text-13">
                {example.tool === undefined ? null : (
                  <span className="code break-all">
                    <Revealed text={example.tool} />
                    {' · '}
                  </span>
                )}
                {example.title}
              </p>
              <p className="flex items-center gap-1.5 font-medium text-13" data-verdict={example.effect}>
                <Icon aria-hidden className="size-4" />
                {example.words}
              </p>
            </div>
            <p className="code mt-1 break-all text-12 text-ink-3">
              <Revealed text={example.arguments} />
            </p>
            {example.message === '' ? null : (
              <p className="mt-1 break-words text-13 text-ink-2">
                <Revealed text={example.message} />
              </p>
            )}
            {example.rule === '' ? null : (
              <p className="mt-1 text-12 text-ink-3">
                By{' '}
                <span className="code break-all">
                  <Revealed text={example.rule} />
                </span>
              </p>
            )}
          </li>
        )
      })}
    </ol>
  )
}
