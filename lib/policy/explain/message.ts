// The sentence for the agent: what happened, and what it can do (E10, E11).
import type { ReasonCode } from '../decision.ts'
import type { Rule } from '../policy.ts'
import { describeConditions } from './describe.ts'

type Situation =
  | Exclude<
      ReasonCode,
      | 'allowed'
      | 'definition-changed'
      | 'requirement-unmet'
      | 'condition-met'
      | 'limit-reached'
      | 'amount-unusable'
    >
  | 'changed'
  | 'new'
  | 'unreadable'

const SENTENCES: Record<Situation, (subject: string) => string> = {
  'no-policy': () =>
    'This grant has no policy for this server, so every call is refused. Ask its owner to attach one.',
  unreadable: () => 'This call could not be judged by the policy, so it is refused.',
  'unknown-tool': (name) => `Unknown tool: ${name}`,
  hidden: (name) => `Unknown tool: ${name}`,
  changed: (name) =>
    `The definition of ${name} changed since it was accepted. A member has to review it first.`,
  new: (name) => `${name} is new on this server and not accepted yet. A member has to review it first.`,
  'not-listed': (name) => `The policy does not allow ${name}. Use another tool, or ask for this one.`,
  'undeclared-argument': (name) =>
    `The argument ${JSON.stringify(name)} is not declared by this tool. Leave it out.`,
  'approval-needed': (name) => `${name} needs the approval of a person.`,
  'method-not-allowed': (group) => `The policy does not allow ${group}.`,
}

export function messageFor(situation: Situation, subject: string): string {
  return SENTENCES[situation](subject)
}

/** `on_deny` word for word where it is given; else the rule in words. */
export function ruleMessage(reason: 'requirement-unmet' | 'condition-met', rule: Rule): string {
  if (rule.on_deny !== undefined) return rule.on_deny
  if (reason === 'requirement-unmet')
    return `The policy requires that ${describeConditions(rule.conditions)}.`
  if (rule.conditions.length === 0) return 'The policy denies this tool.'
  return `The policy denies this call when ${describeConditions(rule.conditions)}, or when that cannot be told.`
}
