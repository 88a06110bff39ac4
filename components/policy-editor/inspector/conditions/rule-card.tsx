'use client'

import { Braces, ChevronDown, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Rule } from '#lib/policy/index.ts'
import { useCommands } from '../../editor-context.ts'
import { type ListName, removeRule, setRule } from '../../rules/home.ts'
import { requiredPaths } from '../../rules/required-paths.ts'
import { draftOfRule } from '../../rules/rule-draft.ts'
import { ruleSentence } from '../../rules/sentence.ts'
import { type EntryView, issuesBelow, placeIn, useTry } from '../entry-view.ts'
import { IssueLines } from '../issue-lines.tsx'
import { RuleBuilder } from './rule-builder.tsx'
import { RuleText } from './rule-text.tsx'
import { useRuleDraft } from './use-rule-draft.ts'

export type RuleCardProps = {
  view: EntryView
  list: ListName
  index: number
  rule: Rule
  onRemoved?: () => void
}

/** What the row itself says, with a better fix: not said twice. */
const SAID_BY_ROWS = ['optional-without-exists', 'client-name-widens', 'path-not-in-schema']

/** One rule of the document: its sentence, and, opened, the controls that it is made of. */
export function RuleCard({ view, list, index, rule, onRemoved }: RuleCardProps) {
  const { showInCode, run } = useCommands()
  const [open, setOpen] = useState(false)
  const bodyId = useId()
  const pointer = placeIn(view, list, index)
  const canOpen = view.editable && view.fields !== null && rule.conditions.length > 0
  const issues = issuesBelow(view.issues, pointer).filter(
    (issue) => !open || !SAID_BY_ROWS.includes(issue.code),
  )
  const sentence = ruleSentence(list, draftOfRule(rule))
  return (
    <li className="flex flex-col gap-2 py-1.5 pr-1 pl-3" data-rule={`${list}/${index}`}>
      <div className="flex items-start gap-0.5">
        {canOpen ? (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={bodyId}
            onClick={() => setOpen(!open)}
            className="-ml-1.5 flex min-h-7 min-w-0 flex-1 items-start gap-1.5 rounded-sm px-1.5 py-1 text-left text-13 hover:bg-hover coarse:min-h-10"
          >
            <span className="min-w-0 flex-1 break-words">{sentence}</span>
            <ChevronDown
              aria-hidden
              className={`mt-0.5 size-4 shrink-0 text-ink-3 transition-transform ${open ? 'rotate-180' : ''}`}
            />
          </button>
        ) : (
          <p className="min-w-0 flex-1 break-words py-1 text-13">{sentence}</p>
        )}
        <IconButton label="Show in code" size="sm" onClick={() => showInCode(pointer)}>
          <Braces aria-hidden />
        </IconButton>
        {view.editable ? (
          <IconButton
            label="Remove this rule"
            size="sm"
            onClick={() => {
              run(removeRule(view.home, list, index, view.entry[list].length), undefined, labelFor(view))
              onRemoved?.()
            }}
          >
            <Trash2 aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {rule.on_deny !== undefined && !open ? (
        <p className="break-words text-12 text-ink-2">
          The agent reads: <span className="code">{rule.on_deny}</span>
        </p>
      ) : null}
      <IssueLines issues={issues} editable={view.editable} />
      <div id={bodyId} hidden={!open} className="pr-2 pb-2">
        {open && canOpen ? <RuleBody view={view} list={list} index={index} rule={rule} /> : null}
      </div>
    </li>
  )
}

function RuleBody({ view, list, index, rule }: RuleCardProps) {
  const attempt = useTry(view.home)
  const built = useRuleDraft(rule, list, (json) => attempt(setRule(view.home, list, index, json)))
  const text = built.problems.find((problem) => problem.part === 'text')
  return (
    <div className="flex flex-col gap-3">
      <RuleBuilder
        list={list}
        draft={built.draft}
        fields={view.fields ?? []}
        required={requiredPaths(list === 'require' ? { require: [] } : view.entry)}
        problems={built.problems}
        refused={built.refused}
        tried={built.tried}
        onChange={built.change}
        onCommit={built.commit}
      />
      <RuleText
        list={list}
        draft={built.draft}
        error={text?.message ?? null}
        onChange={(onDeny) => built.change({ ...built.draft, onDeny })}
        onCommit={() => built.commit()}
      />
      {built.isWritten ? null : (
        <p className="text-12 text-ink-2">The policy keeps the rule as it was until this one is complete.</p>
      )}
    </div>
  )
}

function labelFor(view: EntryView): string | undefined {
  return view.home.tool === null ? 'Remove a rule for every tool' : undefined
}
