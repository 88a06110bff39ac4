// What a document does to a tool, in words. Every number here is read from the document.

import { serializeJson } from '#lib/json/index.ts'
import {
  type Entry,
  type Lane,
  type Limit,
  type Placement,
  type Policy,
  placementOf,
  windowText,
} from '#lib/policy/index.ts'
import { shownName, shownText } from './shown.ts'

const MAX_TEXT = 300

/** What happens to calls of this tool, and of every tool that the document does not name. */
export function sentenceOf(policy: Policy, tool: string): string {
  return `${fateOf(policy, tool)} ${othersOf(policy)}`
}

/** The rule on a button, without the tool's name: names are the server's, and of any length. */
export function buttonFor(policy: Policy, tool: string): string {
  const { lane, limit } = readPlace(policy, tool)
  if (lane === 'limit' && limit) return `Limit to ${callsOf(limit)}`
  return BUTTONS[lane]
}

const BUTTONS: Record<Lane, string> = {
  allow: 'Allow every call',
  limit: 'Limit its calls',
  approve: 'Ask a person before each call',
  deny: 'Deny every call',
  hide: 'Hide it from agents',
}

/** “30 calls per minute” */
export function callsOf({ max, window }: Limit): string {
  const count = serializeJson(max)
  return `${count} ${count === '1' ? 'call' : 'calls'} per ${windowText(window)}`
}

function fateOf(policy: Policy, tool: string): string {
  const name = shownName(tool)
  const { lane, entry, limit, placement } = readPlace(policy, tool)
  switch (lane) {
    case 'allow':
      return `Every call of ${name} passes.`
    case 'limit':
      return limit
        ? `${name} takes ${callsOf(limit)} for each grant; a call beyond that is refused until the next ${windowText(limit.window)} begins.`
        : `Calls of ${name} pass within conditions.`
    case 'approve':
      return `Each call of ${name} waits until a person approves it, and then runs once.${reasonOf(entry)}`
    case 'deny':
      if (placement.byDefault)
        return `No document can name ${name} and mean this tool alone, so this one leaves it out: every call of it is refused.`
      return `Every call of ${name} is refused, and the agent is told: “${shownText(placement.summary, MAX_TEXT)}”`
    case 'hide':
      return `Agents do not see ${name}, and a call of it is answered as if there were no such tool.`
    default:
      return lane satisfies never
  }
}

/** What becomes of every tool that the document does not name. */
export function othersOf(policy: Policy): string {
  return policy.default === 'deny'
    ? 'A tool that the document does not name is refused.'
    : 'A tool that the document does not name passes.'
}

function reasonOf(entry: Entry | undefined): string {
  const reason = entry?.require_approval?.reason
  return reason === undefined ? '' : ` That person reads: “${shownText(reason, MAX_TEXT)}”`
}

type Place = {
  readonly lane: Lane
  readonly placement: Placement
  readonly entry: Entry | undefined
  readonly limit: Limit | undefined
}

function readPlace(policy: Policy, tool: string): Place {
  const placement = placementOf(policy, tool)
  const entry = placement.entry === null ? undefined : policy.tools.get(placement.entry)
  return { lane: placement.lane, placement, entry, limit: entry?.limits[0] }
}
