'use client'

import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { Issue, Policy } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import type { EditorTool } from '../model.ts'
import { ALL_TOOLS } from '../rules/home.ts'
import { ApprovalSection } from './approval/approval-section.tsx'
import { RuleSection } from './conditions/rule-section.tsx'
import type { EntryView } from './entry-view.ts'
import { LimitSection } from './limits/limit-section.tsx'
import { MethodSection } from './method-section.tsx'
import { Section } from './section.tsx'
import { useFields } from './use-fields.ts'
import { written } from './written.ts'

type PolicyInspectorProps = {
  policy: Policy
  text: string
  /** Null until their definitions are here. */
  tools: readonly EditorTool[] | null
  issues: readonly Issue[]
  editable: boolean
}

/** What holds for the whole policy: the default, the rules of every tool, and what is no tool call. */
export function PolicyInspector({ policy, text, tools, issues, editable }: PolicyInspectorProps) {
  const { run, showInCode } = useCommands()
  const fields = useFields(tools)
  const view: EntryView = {
    ...{ home: ALL_TOOLS, entry: policy.all_tools, policy, fields, issues, editable },
    pointer: '/all_tools',
  }
  const code = written(text, '/all_tools')
  const hasRules = code !== '' && code !== text
  return (
    <div className="flex flex-col gap-6" data-inspector="">
      <Section title="Tools that no rule names">
        <Segmented
          label="Default"
          value={policy.default}
          options={[
            { value: 'deny', label: 'Deny' },
            { value: 'allow', label: 'Allow' },
          ]}
          onValueChange={(value) => {
            if (editable && value !== policy.default) run({ type: 'set-default', value })
          }}
          className="self-start"
        />
        <p className="text-13 text-ink-3">
          {policy.default === 'deny'
            ? 'Only what the policy names can be called.'
            : 'Whatever the policy does not name can be called, also a tool that you accept later.'}
        </p>
      </Section>
      <p className="-mb-3 border-line border-t pt-5 text-13 text-ink-2">
        For every tool, in addition to its own rules:
      </p>
      <LimitSection view={view} none="None." />
      <RuleSection view={view} title="Conditions" none="None." unconditional />
      <ApprovalSection view={view} />
      <MethodSection policy={policy} issues={issues} editable={editable} />
      {hasRules ? (
        <Section
          title="In the document"
          action={
            <Button variant="quiet" size="sm" onClick={() => showInCode('/all_tools')}>
              Show in code
            </Button>
          }
        >
          <CodeBlock label="/all_tools" code={code} copyLabel="Copy" />
        </Section>
      ) : null}
    </div>
  )
}
