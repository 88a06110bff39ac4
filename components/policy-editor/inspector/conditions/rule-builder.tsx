'use client'

import { Plus } from 'lucide-react'
import { Fragment, type Ref } from 'react'
import { Button } from '#components/ui/button.tsx'
import { type AbsenceHint, absenceHint } from '../../rules/absence.ts'
import type { Field } from '../../rules/field.ts'
import { fieldAt } from '../../rules/fields.ts'
import type { RuleList, RuleProblem } from '../../rules/rule-check.ts'
import {
  addAlternative,
  addGroup,
  type ComparisonDraft,
  changeComparison,
  comparisonsOf,
  type GroupDraft,
  type RuleDraft,
  removeComparison,
} from '../../rules/rule-draft.ts'
import { ComparisonRow, Problem } from './comparison-row.tsx'

type RuleBuilderProps = {
  list: RuleList
  draft: RuleDraft
  fields: readonly Field[]
  /** Paths that a requirement of the entry says must be given. */
  required: ReadonlySet<string>
  problems: readonly RuleProblem[]
  refused: string | null
  /** What is missing is said too, not only what is wrong. */
  tried: boolean
  onChange: (draft: RuleDraft) => void
  onCommit: (draft?: RuleDraft) => void
  firstPicker?: Ref<HTMLButtonElement>
}

/** The conditions of a rule: rows joined by “and”, and inside a row by “or”. */
export function RuleBuilder(props: RuleBuilderProps) {
  const { draft, problems } = props
  const general = problems.find((problem) => problem.id === null && problem.part === 'rule')
  return (
    <div className="flex flex-col gap-2">
      {draft.groups.map((group, index) => (
        <Fragment key={group.id}>
          {index === 0 ? null : <Joint word="and" />}
          <GroupRows {...props} group={group} isFirst={index === 0} />
        </Fragment>
      ))}
      {general === undefined ? null : <Problem message={general.message} />}
      {props.refused === null ? null : <Problem message={props.refused} />}
      <div className="-ml-2 flex flex-wrap gap-1">
        <Button variant="quiet" size="sm" onClick={() => props.onChange(addGroup(draft))}>
          <Plus aria-hidden />
          And
        </Button>
        {draft.groups.length === 1 ? <OrButton {...props} group={draft.groups[0]} /> : null}
      </div>
    </div>
  )
}

function GroupRows(props: RuleBuilderProps & { group: GroupDraft; isFirst: boolean }) {
  const { draft, group, list, fields, problems, tried, required } = props
  const isOnly = comparisonsOf(draft).length === 1
  const update = (next: RuleDraft, commit: boolean) => {
    props.onChange(next)
    if (commit) props.onCommit(next)
  }
  const problemOf = ({ id, path, value, unread }: ComparisonDraft): RuleProblem | null => {
    const found = problems.find((problem) => problem.id === id) ?? null
    const isMissing = unread === null && (path === '' || value === undefined || isEmptyList(value))
    return isMissing && !tried ? null : found
  }
  const several = group.any.length > 1
  return (
    <div
      className={several ? 'flex flex-col gap-2 rounded-md border border-line border-dashed p-2' : 'contents'}
    >
      {group.any.map((comparison, index) => (
        <Fragment key={comparison.id}>
          {index === 0 ? null : <Joint word="or" />}
          <ComparisonRow
            comparison={comparison}
            fields={fields}
            problem={problemOf(comparison)}
            hint={absenceHint(comparison, draft, list, fieldAt(comparison.path, fields), required)}
            onChange={(change, commit) => update(changeComparison(draft, comparison.id, change), commit)}
            onCommit={() => props.onCommit()}
            onFix={({ fix }: AbsenceHint) => fix && update(fix.draft, true)}
            onRemove={isOnly ? undefined : () => update(removeComparison(draft, comparison.id), true)}
            pickerRef={props.isFirst && index === 0 ? props.firstPicker : undefined}
          />
        </Fragment>
      ))}
      {draft.groups.length > 1 ? (
        <div className="-ml-2">
          <OrButton {...props} group={group} />
        </div>
      ) : null}
    </div>
  )
}

function OrButton({ draft, group, onChange }: RuleBuilderProps & { group: GroupDraft | undefined }) {
  if (group === undefined) return null
  return (
    <Button variant="quiet" size="sm" onClick={() => onChange(addAlternative(draft, group.id))}>
      <Plus aria-hidden />
      Or
    </Button>
  )
}

function Joint({ word }: { word: 'and' | 'or' }) {
  return (
    <p className="flex items-center gap-2 text-12 text-ink-3">
      <span className="h-px flex-1 bg-line" />
      {word}
      <span className="h-px flex-1 bg-line" />
    </p>
  )
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
