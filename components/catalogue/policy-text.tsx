import { RuleText } from '#components/wizard/index.ts'
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
    <div className="min-w-0">
      <RuleText json={json} yaml={yaml} />
      <PolicyLink path={path} />
    </div>
  )
}
