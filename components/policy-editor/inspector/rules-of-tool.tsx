'use client'

import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { childPointer, type Entry, type Issue, type Policy } from '#lib/policy/index.ts'
import type { Card } from '../board/board.ts'
import { useCommands } from '../editor-context.ts'
import type { Field } from '../rules/field.ts'
import { ownEntry } from '../rules/home.ts'
import { ApprovalSection } from './approval/approval-section.tsx'
import { InheritedRules } from './conditions/inherited-rules.tsx'
import { RuleSection } from './conditions/rule-section.tsx'
import type { EntryView } from './entry-view.ts'
import { LimitSection } from './limits/limit-section.tsx'
import { Section } from './section.tsx'
import { StrictSection } from './strict-section.tsx'

type RulesOfToolProps = {
  card: Card
  policy: Policy
  /** Null while the tool’s definition is not here yet. */
  fields: readonly Field[] | null
  issues: readonly Issue[]
  editable: boolean
}

/** The rules of one tool: its own, to change; those of a pattern or of every tool, to read. */
export function RulesOfTool(props: RulesOfToolProps) {
  const { card, policy } = props
  const { placement, name } = card
  const governor = placement.lane === 'hide' ? null : placement.entry
  const entry = governor === null ? undefined : policy.tools.get(governor)
  return (
    <>
      {placement.lane === 'hide' ? null : governor !== null && governor !== name && entry ? (
        <OfPattern name={name} pattern={governor} entry={entry} editable={props.editable} />
      ) : (
        <Own {...props} entry={entry ?? NOTHING} />
      )}
      <OfEveryTool policy={policy} />
    </>
  )
}

const NOTHING: Entry = {
  strict_arguments: false,
  require: [],
  deny_if: [],
  require_approval: null,
  limits: [],
}

function Own({ card, policy, fields, issues, editable, entry }: RulesOfToolProps & { entry: Entry }) {
  const { name, placement } = card
  const view: EntryView = {
    ...{ home: { tool: name }, entry, policy, fields, issues, editable },
    pointer: childPointer('/tools', name),
  }
  if (placement.lane === 'deny') {
    const others = entry.require.length + entry.limits.length + (entry.require_approval ? 1 : 0)
    const conditional = entry.deny_if.filter((rule) => rule.conditions.length > 0).length
    return (
      <Section title="Rules">
        <p className="text-13 text-ink-3">
          Every call is denied{others + conditional > 0 ? ', so these decide nothing' : ''}. Move the tool to
          Allow or Limit to let calls pass within conditions and limits.
        </p>
        {others + conditional > 0 ? <InheritedRules entry={entry} pointer={view.pointer} /> : null}
      </Section>
    )
  }
  return (
    <>
      <LimitSection view={view} none="None: it may be called as often as the agent likes." />
      <RuleSection view={view} title="Conditions" none="None: a call passes whatever its arguments are." />
      <ApprovalSection view={view} />
      <StrictSection view={view} tool={name} />
    </>
  )
}

type OfPatternProps = { name: string; pattern: string; entry: Entry; editable: boolean }

function OfPattern({ name, pattern, entry, editable }: OfPatternProps) {
  const { run, showInCode } = useCommands()
  const pointer = childPointer('/tools', pattern)
  return (
    <Section title="Rules of the pattern">
      <Notice>
        These come from <span className="code">{pattern}</span>, and hold for every tool that it matches.
        <span className="mt-2 flex flex-wrap gap-2">
          {editable ? (
            <Button
              size="sm"
              onClick={() => run(ownEntry(name, entry), undefined, `Give ${name} rules of its own`)}
            >
              Give this tool its own rules
            </Button>
          ) : null}
          <Button variant="quiet" size="sm" onClick={() => showInCode(pointer)}>
            Show the pattern in code
          </Button>
        </span>
      </Notice>
      <InheritedRules entry={entry} pointer={pointer} />
    </Section>
  )
}

function OfEveryTool({ policy }: { policy: Policy }) {
  const { inspectPolicy } = useCommands()
  const all = policy.all_tools
  const count = all.limits.length + all.require.length + all.deny_if.length + (all.require_approval ? 1 : 0)
  if (count === 0) return null
  return (
    <Section
      title="Rules of every tool"
      action={
        <Button variant="quiet" size="sm" onClick={inspectPolicy}>
          Change them
        </Button>
      }
    >
      <p className="text-13 text-ink-3">These hold for this tool too, before its own.</p>
      <InheritedRules entry={all} pointer="/all_tools" />
    </Section>
  )
}
