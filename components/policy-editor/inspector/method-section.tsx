'use client'

import { Select } from '#components/ui/select.tsx'
import { type Issue, METHOD_GROUPS, type MethodGroup, type Policy } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { issuesBelow } from './entry-view.ts'
import { IssueLines } from './issue-lines.tsx'
import { Section } from './section.tsx'

const SAYS: Readonly<Record<MethodGroup, string>> = {
  resources: 'Files and data that the server offers to read.',
  prompts: 'Templates that the server offers.',
  completion: 'Suggestions while an argument is typed.',
  logging: 'How much the server logs to the client.',
  tasks: 'Calls that go on after their answer.',
  sampling: 'The server asks the client’s model for text.',
  elicitation: 'The server asks the person at the client, with a form or a page.',
  roots: 'The server asks which folders the client works in.',
}

type Choice = 'default' | 'allow' | 'deny'

/** Everything that passes beside calls of tools, group by group (N1). */
export function MethodSection({
  policy,
  issues,
  editable,
}: {
  policy: Policy
  issues: readonly Issue[]
  editable: boolean
}) {
  return (
    <Section title="What is not a tool call">
      <ul className="divide-y divide-line rounded-md border border-line">
        {METHOD_GROUPS.map((group) => (
          <li key={group} className="flex flex-col gap-1 px-3 py-2">
            <div className="flex items-center gap-3">
              <div className="min-w-0 flex-1">
                <p className="text-13 first-letter:uppercase">{group}</p>
                <p className="text-12 text-ink-3">{SAYS[group]}</p>
              </div>
              <MethodChoice group={group} policy={policy} editable={editable} />
            </div>
            <IssueLines issues={issuesBelow(issues, `/methods/${group}`)} editable={editable} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function MethodChoice({
  group,
  policy,
  editable,
}: {
  group: MethodGroup
  policy: Policy
  editable: boolean
}) {
  const { run } = useCommands()
  const own = policy.methods[group]
  return (
    <Select<Choice>
      label={`What happens to ${group}`}
      size="sm"
      className="w-36 shrink-0"
      disabled={!editable}
      value={own ?? 'default'}
      options={[
        { value: 'default', label: `Default: ${policy.default}` },
        { value: 'allow', label: 'Allow' },
        { value: 'deny', label: 'Deny' },
      ]}
      onValueChange={(value) => {
        if (value !== (own ?? 'default'))
          run({ type: 'set-method', group, value: value === 'default' ? null : value })
      }}
    />
  )
}
