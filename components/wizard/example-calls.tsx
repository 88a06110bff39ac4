import { Check, Hand, type LucideIcon, X } from 'lucide-react'
import type { RuleView } from './view.ts'

const ICONS: Record<RuleView['examples'][number]['effect'], LucideIcon> = {
  allow: Check,
  deny: X,
  await: Hand,
}

/** Three calls, and what becomes of each under the rule. */
export function ExampleCalls({ examples }: { examples: RuleView['examples'] }) {
  return (
    <ol aria-label="Example calls" className="divide-y divide-line rounded-md border border-line bg-surface">
      {examples.map((example) => {
        const Icon = ICONS[example.effect]
        return (
          <li key={example.title} className="px-3 py-2.5">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <p className="text-13">{example.title}</p>
              <p className="flex items-center gap-1.5 font-medium text-13" data-verdict={example.effect}>
                <Icon aria-hidden className="size-4" />
                {example.words}
              </p>
            </div>
            <p className="code mt-1 break-all text-12 text-ink-3">{example.arguments}</p>
            {example.message === '' ? null : (
              <p className="mt-1 break-words text-13 text-ink-2">{example.message}</p>
            )}
            {example.rule === '' ? null : (
              <p className="mt-1 text-12 text-ink-3">
                By <span className="code break-all">{example.rule}</span>
              </p>
            )}
          </li>
        )
      })}
    </ol>
  )
}
