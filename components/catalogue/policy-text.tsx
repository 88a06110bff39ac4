import { CodeBlock } from '#components/ui/code-block.tsx'

type PolicyTextProps = {
  /** Beside the page's own address. */
  path: string
  json: string
  yaml: string | null
}

/** One policy in both notations: the same object twice. */
export function PolicyText({ path, json, yaml }: PolicyTextProps) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <CodeBlock label="policy.json" code={json} copyLabel="Copy JSON" />
      {yaml === null ? null : (
        <details className="group">
          <summary className="w-fit rounded-sm text-13 text-ink-2 hover:text-ink">The same as YAML</summary>
          <CodeBlock label="policy.yaml" code={yaml} copyLabel="Copy YAML" className="mt-2" />
        </details>
      )}
      <p className="text-13 text-ink-3">
        <a href={`${path}/policy.json`} className="link">
          policy.json
        </a>{' '}
        with the address of its schema
      </p>
    </div>
  )
}
