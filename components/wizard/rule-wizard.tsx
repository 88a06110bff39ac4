'use client'

import { useId, useRef } from 'react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { ExampleCalls } from './example-calls.tsx'
import { RuleText } from './rule-text.tsx'
import { TreatmentFields } from './treatment-fields.tsx'
import { useRule } from './use-rule.ts'
import type { RuleView, WizardTool } from './view.ts'

type RuleWizardProps = {
  /** Its address in the catalogue. */
  server: { readonly slug: string }
  tool: WizardTool & { readonly slug: string }
  /** The rule to begin with, as `ruleView` makes it. */
  first: RuleView
  /** Calls a minute that the amount may be, and what it begins with. */
  amounts: { readonly least: number; readonly most: number; readonly usual: number }
}

/**
 * A rule for one tool: five treatments and one amount, with the document, what it means and what becomes of three calls.
 * A plain form: without a script its button shows the rule on a page of its own.
 */
export function RuleWizard({ server, tool, first, amounts }: RuleWizardProps) {
  const form = useRef<HTMLFormElement>(null)
  const { choice, rule, choose, fetchAhead } = useRule(tool, first, amounts.usual, form)
  const sentence = useId()
  return (
    <form
      ref={form}
      action="/try/rule/keep"
      method="post"
      autoComplete="off"
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      className="group flex min-w-0 flex-col gap-4"
      data-wizard
    >
      <input type="hidden" name="server" value={server.slug} />
      <input type="hidden" name="tool" value={tool.slug} />
      <TreatmentFields choice={choice} amounts={amounts} describedBy={sentence} onChoice={choose} />
      <noscript>
        <button type="submit" formMethod="get" formAction="/try/rule" className={buttonStyle('secondary')}>
          Show this rule
        </button>
      </noscript>
      <p id={sentence} aria-live="polite" className="text-14 text-ink-2">
        {rule.sentence}
      </p>
      <RuleText json={rule.json} yaml={rule.yaml} />
      <ExampleCalls examples={rule.examples} />
      <div className="flex flex-wrap items-center gap-2">
        <button type="submit" name="then" value="editor" className={buttonStyle('primary')}>
          Open in editor
        </button>
        <button type="submit" name="then" value="board" className={buttonStyle('secondary')}>
          Try all its tools first
        </button>
      </div>
      <p className="text-13 text-ink-3">
        The editor takes an account, and your rule comes along. Trying takes none. Nothing is published by
        either.
      </p>
    </form>
  )
}
