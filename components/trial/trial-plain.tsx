import { EFFECTS } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import {
  type Category,
  notationOf,
  parsePolicyText,
  placementIn,
  recommendedPolicy,
  type Severity,
} from '#lib/policy/index.ts'

type TrialPlainProps = {
  name: string
  tools: readonly { readonly name: string; readonly category: Category; readonly severity: Severity }[]
  draft: string | null
  keepHref: string
  keepWords: string
}

/** The board as a table and its text, where no script runs. */
export function TrialPlain({ name, tools, draft, keepHref, keepWords }: TrialPlainProps) {
  const text = draft ?? recommendedPolicy(tools)
  const parsed = parsePolicyText(text, notationOf(text))
  const place = parsed.ok ? placementIn(parsed.value.policy) : null
  return (
    <div className="mx-auto flex max-w-[760px] flex-col gap-6 px-4 py-10">
      {/* The frame of the board waits for a script that does not come. */}
      <style>{'[role=status][aria-label=Loading]{display:none}'}</style>
      <h1 className="font-semibold text-20">{name}</h1>
      <p className="text-14 text-ink-2">
        The tools with the effect that the draft has on each. Moving them takes JavaScript.
      </p>
      <table className="w-full text-left text-13">
        <thead>
          <tr className="border-line border-b text-ink-2">
            <th scope="col" className="py-2 font-medium">
              Tool
            </th>
            <th scope="col" className="py-2 font-medium">
              Severity
            </th>
            <th scope="col" className="py-2 font-medium">
              Effect
            </th>
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <tr key={tool.name} className="border-line border-b">
              <td className="code break-all py-2 pr-3">{tool.name}</td>
              <td className="py-2 pr-3">
                <RiskBadge severity={tool.severity} category={tool.category} />
              </td>
              <td className="py-2">{place === null ? '' : EFFECTS[place(tool.name).lane].word}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CodeBlock label="policy.json" code={text} />
      <LinkButton href={keepHref} variant="primary" className="self-start">
        {keepWords}
      </LinkButton>
    </div>
  )
}
