'use client'

import { useState } from 'react'
import type { JsonObject } from '#lib/json/index.ts'
import type { Rule } from '#lib/policy/index.ts'
import { type RuleList, ruleProblems } from '../../rules/rule-check.ts'
import {
  draftOfRule,
  isComplete,
  newRuleDraft,
  type RuleDraft,
  ruleJson,
  ruleKey,
} from '../../rules/rule-draft.ts'

type State = {
  readonly draft: RuleDraft
  /** The rule of the document that the draft was made from or written to; '' for none. */
  readonly of: string
  /** Why the document would not take it. */
  readonly refused: string | null
}

/**
 * A rule under construction over the rule of the document (null for a new one). What is incomplete or
 * wrong stays here; `save` gets only rules that may stand, and answers why the document does not take one.
 */
export function useRuleDraft(
  rule: Pick<Rule, 'conditions' | 'on_deny'> | null,
  list: RuleList,
  save: (rule: JsonObject) => string | null,
) {
  const [state, setState] = useState<State>(() => stateOf(rule))
  const [tried, setTried] = useState(false)
  const incoming = rule === null ? '' : ruleKey(draftOfRule(rule))
  // Undo, the code pane, another view: the document says something else now.
  if (state.of !== incoming) setState(stateOf(rule))
  const problems = ruleProblems(state.draft, list)
  const isWritten = rule !== null && problems.length === 0 && ruleKey(state.draft) === state.of

  /** Writes the draft, where it may stand and says something new. False where it may not. */
  const commit = (draft: RuleDraft = state.draft): boolean => {
    if (ruleProblems(draft, list).length > 0 || !isComplete(draft)) {
      setState((before) => ({ ...before, draft }))
      return false
    }
    const key = ruleKey(draft)
    const refused = key === state.of ? null : save(ruleJson(draft))
    setState({ draft, of: refused === null && rule !== null ? key : state.of, refused })
    return refused === null
  }
  return {
    draft: state.draft,
    problems,
    refused: state.refused,
    isWritten,
    tried,
    setTried,
    commit,
    change: (draft: RuleDraft) => setState((before) => ({ ...before, draft, refused: null })),
  }
}

function stateOf(rule: Pick<Rule, 'conditions' | 'on_deny'> | null): State {
  if (rule === null) return { draft: newRuleDraft(), of: '', refused: null }
  const draft = draftOfRule(rule)
  return { draft, of: ruleKey(draft), refused: null }
}
