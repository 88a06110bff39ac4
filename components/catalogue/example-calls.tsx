import { DecisionMark } from '#components/effect.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import type { Example } from '#lib/guide/index.ts'

type ExampleCallsProps = { examples: readonly (Example & { readonly tool?: string })[] }

/** Calls and what becomes of them, as the evaluator of real calls decided. */
export function ExampleCalls({ examples }: ExampleCallsProps) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {examples.map(({ title, tool, arguments: args, argumentsFit, verdict, rule }) => (
        <li key={`${tool ?? ''} ${title}`} className="flex flex-col gap-1.5 px-4 py-3">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="text-14">
              {tool === undefined ? null : (
                <span className="code text-13 [overflow-wrap:anywhere]">
                  <Revealed text={tool} />{' '}
                </span>
              )}
              {title}
            </span>
            <DecisionMark decision={verdict.effect} />
          </div>
          <p className="code line-clamp-3 text-12 text-ink-3 [overflow-wrap:anywhere]">
            <Revealed text={cut(JSON.stringify(args))} />
            {argumentsFit ? null : (
              <span className="font-sans"> (what its schema asks for cannot be made up)</span>
            )}
          </p>
          {verdict.message === '' ? null : (
            <p className="text-13 text-ink-2 [overflow-wrap:anywhere]">
              The agent reads: “<Revealed text={cut(verdict.message)} />”
            </p>
          )}
          {rule === '' ? null : (
            <p className="text-12 text-ink-3 [overflow-wrap:anywhere]">
              by{' '}
              <span className="code">
                <Revealed text={cut(rule)} />
              </span>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

function cut(text: string): string {
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
