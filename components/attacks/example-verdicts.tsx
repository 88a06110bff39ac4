import { DecisionMark } from '#components/effect.tsx'
import { calledIn, circumstances, type JudgedCall } from '#lib/pages/index.ts'

/** The attack's call and an honest one, with what the evaluator of real calls makes of them. */
export function ExampleVerdicts({ calls }: { calls: readonly JudgedCall[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {calls.map(({ example, judged }) => (
        <li key={example.title} className="flex flex-col gap-1.5 px-4 py-3">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="text-14">{example.title}</span>
            <DecisionMark decision={judged.effect} />
          </div>
          <p className="code text-12 text-ink-2 [overflow-wrap:anywhere]">
            {calledIn(example)}
            {'tool' in example.calls ? (
              <span className="text-ink-3"> {cut(JSON.stringify(example.calls.arguments))}</span>
            ) : null}
          </p>
          {circumstances(example) === '' ? null : (
            <p className="text-13 text-ink-2 first-letter:uppercase">{circumstances(example)}.</p>
          )}
          {judged.message === '' ? null : (
            <p className="text-13 text-ink-2">
              {judged.effect === 'await' ? 'The approver reads' : 'The agent reads'}: “{judged.message}”
            </p>
          )}
          {judged.rule === '' ? null : (
            <p className="text-12 text-ink-3 [overflow-wrap:anywhere]">
              by <span className="code">{judged.rule}</span>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

const MAX_SHOWN = 240

function cut(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
