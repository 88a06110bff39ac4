// Every key of the language, by the object that holds it, with the sentence that says what it means.
// The readers take their keys from here, and so do the JSON Schema and the reference in
// docs/policy-language.md: a key without a sentence cannot be, nor one that only some of them know.
import type { MethodGroup, Operator } from '../policy.ts'

type Words = Readonly<Record<string, string>>

const LAYER = {
  require: 'Rules that must all hold; what cannot be told does not hold.',
  deny_if: 'Rules of which one is enough to refuse the call; what cannot be told refuses it too.',
  require_approval: 'A person must approve the call: always, or when the conditions hold or cannot be told.',
  limits: 'How much may pass in a window of time. All limits are taken, or none.',
} as const satisfies Words

export const KEY_WORDS = {
  document: {
    version: 'The version of the language: always "1".',
    default: 'What happens to tools that no entry names: "deny" or "allow".',
    hide: 'Names or globs of tools that the agent neither sees nor can call. Wins over every entry.',
    methods: 'What passes besides tool calls; a group that is absent follows the default.',
    all_tools: 'Rules for every tool, checked before the rules of its own entry.',
    tools: 'One entry for each tool, by its name or by a glob such as "get_*".',
  },
  methods: {
    resources: 'Reading the server’s resources.',
    prompts: 'Listing and getting the server’s prompts.',
    completion: 'Asking the server to complete an argument.',
    logging: 'Setting the level of the server’s log messages.',
    tasks: 'Asking about tasks that a call started.',
    sampling: 'The server asks the client’s model for text.',
    elicitation: 'The server asks the person at the client.',
    roots: 'The server asks which folders the client works in.',
  } satisfies Readonly<Record<MethodGroup, string>>,
  entry: {
    ...LAYER,
    strict_arguments: 'Refuse arguments that the tool’s own input schema does not declare.',
    action: 'Short for a whole rule: "allow", "deny" or "require_approval".',
    reason: 'The text that goes with "action": for the agent with "deny", for the approver otherwise.',
    rate_limit: 'Short for one limit on calls of each grant: "30/minute", or {"max": 30, "window": 60}.',
  },
  all_tools: LAYER,
  carried: {
    $schema: 'The address of this schema, for editors. It changes nothing.',
    description: 'A note for people. It changes nothing.',
  },
  rule: {
    conditions: 'What must all be true; an empty list is always true.',
    on_deny: 'What the agent is told, word for word.',
  },
  any_of: {
    any_of: 'Comparisons of which one must be true.',
  },
  comparison: {
    path: 'What is looked at, such as "args.amount", "args.files[*].path" or "client.name".',
    op: 'How it is compared with the value.',
    value: 'What it is compared with; its type depends on the operator.',
  },
  approval: {
    conditions: 'When a person must approve; without conditions, always.',
    timeout: 'How long the request stays open: "10m" (the default), "2h", or whole seconds; at most 7 days.',
    reason: 'What the approver is told.',
  },
  limit: {
    counter: 'The name of the count. Limits with one name and scope share it.',
    window: 'A calendar unit in UTC ("minute", "day"), a length ("15m"), or whole seconds.',
    max: 'How much may pass in a window; 0 refuses every call.',
    scope: 'For whom it is counted: each grant (the default), session, user, server, or the organisation.',
    increment_from: 'Count the number at this path, such as "args.amount", in place of 1.',
    algorithm: '"fixed" counts in aligned windows (the default), "sliding" in every interval of that length.',
    on_deny: 'What the agent is told when the limit refuses, word for word.',
  },
  rate_limit: {
    max: 'How many calls may pass in a window.',
    window: 'A calendar unit in UTC ("minute", "day"), a length ("15m"), or whole seconds.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** The keys of one object, in the order in which messages list them. */
export function keysOf(words: Words): readonly string[] {
  return Object.keys(words)
}

export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  eq: 'Is equal: same type, and numbers by exact value.',
  neq: 'Is not equal.',
  lt: 'Is a smaller number.',
  lte: 'Is a smaller number, or equal.',
  gt: 'Is a larger number.',
  gte: 'Is a larger number, or equal.',
  in: 'Equals one of the list.',
  not_in: 'Equals none of the list.',
  exists: 'Is given and not null; with the value false, is not.',
  regex: 'Matches the RE2 pattern somewhere; write ^ and $ to match the whole text.',
  contains: 'Is a text with this part, or a list with an element that equals it.',
  within: 'Is this folder or a path inside it.',
  host_in: 'Is a URL with one of these hosts; "*.example.com" is any host below it.',
}

export const EFFECTS = ['allow', 'deny'] as const
export const ACTIONS = ['allow', 'deny', 'require_approval'] as const
export const ALGORITHMS = ['fixed', 'sliding'] as const
