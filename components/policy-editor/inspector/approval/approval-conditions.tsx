'use client'

import type { Approval } from '#lib/policy/index.ts'
import { jsonOfApproval, setApproval } from '../../rules/home.ts'
import { requiredPaths } from '../../rules/required-paths.ts'
import { conditionsJson, draftOfRule } from '../../rules/rule-draft.ts'
import { ruleSentence } from '../../rules/sentence.ts'
import { RuleBuilder } from '../conditions/rule-builder.tsx'
import { useRuleDraft } from '../conditions/use-rule-draft.ts'
import { type EntryView, useTry } from '../entry-view.ts'

type ApprovalConditionsProps = { view: EntryView; approval: Approval }

/** The conditions under which a person is asked. */
export function ApprovalConditions({ view, approval }: ApprovalConditionsProps) {
  const attempt = useTry(view.home)
  const built = useRuleDraft({ conditions: approval.conditions }, 'require_approval', (rule) => {
    const next = jsonOfApproval(approval)
    next.conditions = rule.conditions ?? conditionsJson(built.draft)
    return attempt(setApproval(view.home, next))
  })
  const sentence = ruleSentence('require_approval', draftOfRule({ conditions: approval.conditions }))
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      <p className="break-words text-13">{sentence}</p>
      {view.editable && view.fields !== null ? (
        <RuleBuilder
          list="require_approval"
          draft={built.draft}
          fields={view.fields}
          required={requiredPaths(view.entry)}
          problems={built.problems}
          refused={built.refused}
          tried={built.tried}
          onChange={built.change}
          onCommit={built.commit}
        />
      ) : null}
    </div>
  )
}
