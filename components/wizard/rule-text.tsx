import { useId } from 'react'
import { CodeBlock } from '#components/ui/code-block.tsx'

/** The document in both notations, one at a time; which one is a choice of the form's that no script has to make. */
export function RuleText({ json, yaml }: { json: string; yaml: string | null }) {
  const name = useId()
  if (yaml === null) return <CodeBlock label="policy.json" code={json} copyLabel="Copy JSON" />
  return (
    <div className="group/text flex min-w-0 flex-col gap-2">
      <fieldset className="flex gap-4 text-13">
        <legend className="sr-only">Notation</legend>
        {['JSON', 'YAML'].map((notation) => (
          <label key={notation} className="flex cursor-pointer items-center gap-1.5 coarse:h-11">
            <input
              type="radio"
              name={name}
              // Not sent along: it is a matter of looking.
              form=""
              value={notation}
              defaultChecked={notation === 'JSON'}
              className="size-4 accent-accent"
            />
            {notation}
          </label>
        ))}
      </fieldset>
      <div className="group-has-[input[value=YAML]:checked]/text:hidden">
        <CodeBlock label="policy.json" code={json} copyLabel="Copy JSON" />
      </div>
      <div className="hidden group-has-[input[value=YAML]:checked]/text:block">
        <CodeBlock label="policy.yaml" code={yaml} copyLabel="Copy YAML" />
      </div>
    </div>
  )
}
