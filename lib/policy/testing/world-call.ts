// Calls that know a document's rules, so that most of them get past its first check.
import { type Json, JsonNumber, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { CATEGORIES, SEVERITIES, type ToolCall, type ToolState } from '../call.ts'
import type { Chance } from './chance.ts'
import { MONDAY } from './examples.ts'
import { matches } from './oracle-names.ts'
import { AMOUNT_PATHS, KEYS, NUMBERS, TOOLS } from './vocabulary.ts'
import { placeAt, randomObject, randomValue, valueNear } from './world-value.ts'

/** A call of one of a document's tools, more often than not, with arguments near its rules. */
export function callFor(document: JsonObject, chance: Chance): ToolCall {
  const names = Object.keys((document.tools as JsonObject | undefined) ?? {})
  const governed = TOOLS.filter((tool) => names.some((name) => matches(name, tool)))
  const name = governed.length > 0 && !chance.once(5) ? chance.pick(governed) : chance.pick(TOOLS)
  const asked = comparisonsFor(document, name)
  const asksTime = asked.some(({ path }) => path.startsWith('time.'))
  const args = argumentsFor(asked, chance)
  const declared = Object.keys(args)
  const state: ToolState = chance.once(25) ? chance.pick(['changed', 'new', 'gone']) : 'pinned'
  const tool = {
    name,
    state,
    category: chance.pick(CATEGORIES),
    severity: chance.pick(SEVERITIES),
    declared: chance.once(4) ? declared.slice(1) : [...declared, 'other'],
  }
  return {
    name,
    tool: chance.once(40) ? null : tool,
    arguments: args,
    grant: { label: chance.pick(['support', 'a']), tags: chance.subset(['a', 'eu', '5']) },
    client: chance.pick([{}, { name: 'claude' }, { name: 'a' }]),
    user: chance.pick([{}, { email: 'ann@example.com' }, { email: 'a' }]),
    at: chance.once(asksTime ? 8 : 200)
      ? Number.NaN
      : MONDAY + (chance.below(800 * 86_400) - 400 * 86_400) * 1000,
  }
}

/** Arguments that lie near what the rules of this tool ask about. */
function argumentsFor(asked: readonly Asked[], chance: Chance): JsonObject {
  const args = chance.once(3) ? randomObject(chance) : jsonObject()
  for (const { path, op, value } of asked)
    if (path.startsWith('args.') && !chance.once(5)) placeAt(args, path, valueNear(op, value, chance), chance)
  for (const from of AMOUNT_PATHS) if (chance.once(3)) placeAt(args, from, chance.pick(NUMBERS), chance)
  if (chance.once(6)) args[chance.pick(KEYS)] = randomValue(chance)
  return args
}

type Asked = { path: string; op: string; value: Json }

function comparisonsFor(document: JsonObject, tool: string): Asked[] {
  const found: Asked[] = []
  const visit = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    else if (typeof value === 'object' && value !== null && !(value instanceof JsonNumber)) {
      const { path, op } = value
      if (typeof path === 'string' && typeof op === 'string')
        found.push({ path, op, value: value.value ?? null })
      else for (const each of [value.require, value.deny_if, value.require_approval]) visit(each)
      visit(value.conditions)
      visit(value.any_of)
    }
  }
  visit(document.all_tools)
  const tools = (document.tools as JsonObject | undefined) ?? {}
  for (const name of Object.keys(tools)) if (matches(name, tool)) visit(tools[name])
  return found
}
