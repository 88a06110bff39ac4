'use client'

import { X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { describeRule, type Entry, type RuleList as ListName, type Rule } from '#lib/policy/index.ts'
import { useCommands } from '../editor-context.ts'
import { pointerTo } from '../rule-pointer.ts'
import { Section } from './section.tsx'

type RuleListProps = {
  tool: string
  /** The name of the entry that holds the rules: the tool's own, or a glob. */
  entryName: string
  entry: Entry
  editable: boolean
}

type Line = { list: ListName; index: number; rule: Rule }

/** The conditions on a call's arguments, in words; they are written in the code pane. */
export function RuleList({ tool, entryName, entry, editable }: RuleListProps) {
  const { run, showInCode } = useCommands()
  const lines = (list: ListName): Line[] => entry[list].map((rule, index) => ({ list, index, rule }))
  const conditional = [...lines('require'), ...lines('deny_if')].filter(
    (line) => line.rule.conditions.length > 0,
  )
  if (conditional.length === 0) return null
  return (
    <Section title="Conditions">
      <ul className="divide-y divide-line rounded-md border border-line">
        {conditional.map(({ list, index, rule }) => (
          <li key={`${list} ${index}`} className="flex items-start gap-1 py-1.5 pr-1 pl-3 text-13">
            <span className="min-w-0 flex-1 break-words pt-1 first-letter:uppercase">
              {describeRule(list, rule)}
            </span>
            <Button
              variant="quiet"
              size="sm"
              onClick={() => showInCode(pointerTo('tools', entryName, list, index))}
            >
              Code
            </Button>
            {editable && entryName === tool ? (
              <IconButton
                label="Remove this condition"
                size="sm"
                onClick={() => run({ type: 'remove-rule', tool, list, index })}
              >
                <X aria-hidden />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}
