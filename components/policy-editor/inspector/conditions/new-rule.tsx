'use client'

import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { JsonObject } from '#lib/json/index.ts'
import type { Field } from '../../rules/field.ts'
import type { RuleList } from '../../rules/rule-check.ts'
import { ruleSentence } from '../../rules/sentence.ts'
import { Problem } from './comparison-row.tsx'
import { RuleBuilder } from './rule-builder.tsx'
import { RuleText } from './rule-text.tsx'
import { useRuleDraft } from './use-rule-draft.ts'

type NewRuleProps = {
  list: RuleList
  fields: readonly Field[]
  required: ReadonlySet<string>
  /** Writes the rule; gives back why the document does not take it. */
  onAdd: (rule: JsonObject) => string | null
  onClose: () => void
}

/** A rule that is not in the document yet: one step when it is added, none when it is not. */
export function NewRule({ list, fields, required, onAdd, onClose }: NewRuleProps) {
  const built = useRuleDraft(null, list, onAdd)
  const form = useRef<HTMLFieldSetElement>(null)
  const picker = useRef<HTMLButtonElement>(null)
  const { tried, setTried, problems } = built
  useEffect(() => picker.current?.focus(), [])
  // The first thing that is missing gets the focus, once people asked for the rule.
  useEffect(() => {
    if (tried) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tried])
  const text = problems.find((problem) => problem.part === 'text')
  const add = () => {
    if (problems.length > 0) {
      setTried(true)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    } else if (built.commit()) onClose()
  }
  return (
    <fieldset
      ref={form}
      aria-label="New rule"
      className="flex min-w-0 flex-col gap-3 rounded-md border border-line-strong p-3"
      onKeyDown={(event) => {
        const isValue = event.target instanceof HTMLInputElement && event.target.dataset.operand !== undefined
        if (event.key === 'Enter' && isValue) add()
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <p aria-live="polite" className="break-words font-medium text-13">
        {ruleSentence(list, built.draft)}
      </p>
      <RuleBuilder
        list={list}
        draft={built.draft}
        fields={fields}
        required={required}
        problems={problems}
        refused={null}
        tried={tried}
        onChange={built.change}
        onCommit={() => undefined}
        firstPicker={picker}
      />
      {list === 'require_approval' ? null : (
        <RuleText
          list={list}
          draft={built.draft}
          error={text?.message ?? null}
          onChange={(onDeny) => built.change({ ...built.draft, onDeny })}
          onCommit={() => undefined}
        />
      )}
      {built.refused === null ? null : <Problem message={built.refused} />}
      <div className="flex gap-2">
        <Button variant="secondary" size="sm" onClick={add}>
          Add the rule
        </Button>
        <Button variant="quiet" size="sm" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </fieldset>
  )
}
