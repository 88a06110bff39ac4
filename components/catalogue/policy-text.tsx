import { CodeBlock } from '#components/ui/code-block.tsx'
import { PolicyLink } from './policy-link.tsx'

type PolicyTextProps = {
  /** The page that the policy is recommended by. */
  path: string
  json: string
  yaml: string | null
}

/** One policy in both notations, and where it stands as a file. */
export function PolicyText({ path, json, yaml }: PolicyTextProps) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <CodeBlock label="policy.json" code={json} copyLabel="Copy JSON" />
      {yaml === null ? null : (
        <details>
          <summary className="w-fit rounded-sm text-13 text-ink-2 hover:text-ink">The same as YAML</summary>
          <CodeBlock label="policy.yaml" code={yaml} copyLabel="Copy YAML" className="mt-2" />
        </details>
      )}
      <PolicyLink path={path} />
    </div>
  )
}
