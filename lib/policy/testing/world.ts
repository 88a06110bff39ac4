// The random world's documents: valid by construction, and small enough for rules and names to meet.
import { type Json, JsonNumber, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { METHOD_GROUPS, OPERATORS, SCOPES } from '../policy.ts'
import type { Chance } from './chance.ts'
import { ARGUMENT_PATHS, FACT_PATHS, GLOBS, TOOLS } from './vocabulary.ts'
import { randomOperand, randomValue } from './world-value.ts'

type Member = [string, Json]
const WORDS = ['No.', 'Ask the platform team.', 'Für später: “nein”']

/** A valid document. */
export function randomDocument(chance: Chance): JsonObject {
  const members: Member[] = [
    ['version', '1'],
    ['default', chance.pick(['allow', 'deny'])],
  ]
  if (chance.once(3))
    members.push(['hide', chance.some(0, 2, () => chance.pick([...TOOLS, ...GLOBS.slice(3)]))])
  if (chance.once(4)) members.push(['methods', randomMethods(chance)])
  if (!chance.once(3)) members.push(['all_tools', jsonObject(randomLayer(chance, 8))])
  if (chance.once(6)) members.push(['x-owner', randomValue(chance)])
  const tools = chance.some(0, 5, () => {
    const name = chance.pick(chance.once(3) ? GLOBS : TOOLS)
    return [name, randomEntry(chance)] as const
  })
  if (tools.length > 0 || chance.once(2)) members.push(['tools', jsonObject(tools)])
  return jsonObject(members)
}

function randomMethods(chance: Chance): JsonObject {
  return jsonObject(
    chance.some(0, 4, () => [chance.pick(METHOD_GROUPS), chance.pick(['allow', 'deny'])] as const),
  )
}

/** Rules, an approval and limits; each list stands there once in `rarity` halves. */
function randomLayer(chance: Chance, rarity: number): Member[] {
  const members: Member[] = []
  const stands = (): boolean => chance.below(rarity) < 2
  if (stands()) members.push(['require', chance.some(0, 2, () => randomRule(chance))])
  if (stands()) members.push(['deny_if', chance.some(0, 2, () => randomRule(chance))])
  if (stands()) members.push(['require_approval', randomApproval(chance)])
  if (stands()) members.push(['limits', chance.some(0, 2, () => randomLimit(chance))])
  return members
}

function randomEntry(chance: Chance): JsonObject {
  if (chance.once(8)) return jsonObject()
  const members = randomLayer(chance, 4)
  const has = (key: string): boolean => members.some(([each]) => each === key)
  if (chance.once(6)) members.push(['strict_arguments', !chance.once(5)])
  if (chance.once(10)) members.push(['x-note', randomValue(chance)])
  if (!has('limits') && chance.once(4)) members.push(['rate_limit', randomRate(chance)])
  if (chance.once(5)) {
    const action = chance.pick(['allow', 'deny', 'require_approval'])
    const beside = action === 'deny' ? 'deny_if' : action
    if (!has(beside)) members.push(['action', action])
    if (!has(beside) && action !== 'allow' && chance.once(2)) members.push(['reason', chance.pick(WORDS)])
  }
  return jsonObject(members)
}

const RATES = [
  '30/minute',
  '1.5/60s',
  '0/day',
  '10/week',
  '5.0/2h',
  '007/hour',
  '900719925474099.300000000000001/day',
]

function randomRate(chance: Chance): Json {
  if (chance.once(2)) return chance.pick(RATES)
  return jsonObject([
    ['max', chance.pick<Json>([3, 0, new JsonNumber('10.50')])],
    ['window', chance.pick<Json>([60, 'hour', '15m'])],
  ])
}

export function randomApproval(chance: Chance): Json {
  if (chance.once(6)) return true
  const members: Member[] = chance.once(6) ? [] : [['conditions', randomConditions(chance)]]
  if (chance.once(2)) members.push(['timeout', chance.pick<Json>(['10m', 60, '2h', '7d', '90s'])])
  if (chance.once(2)) members.push(['reason', chance.pick(WORDS)])
  return jsonObject(members)
}

/** A counter's name fixes everything that limits of one name must agree on (L5). */
const COUNTERS: [name: string, window: Json, from: string | null, algorithm: string | null][] = [
  ['calls', 'minute', null, null],
  ['spent', 'day', 'args.a', 'fixed'],
  ['nested', '15m', 'args["n.m"].a', null],
  ['first', 'month', 'args.items[0]', null],
  ['a/b', 60, null, 'sliding'],
  ['proto', '2h', 'args.__proto__', null],
  ['é*', 'second', null, 'fixed'],
]

export function randomLimit(chance: Chance): JsonObject {
  const [counter, window, from, algorithm] = chance.pick(COUNTERS)
  const max = chance.once(12) ? 0 : chance.pick<Json>([30, 1000, new JsonNumber('10.50'), 0.1])
  const members: Member[] = [
    ['counter', counter],
    ['window', window],
    ['max', max],
  ]
  if (chance.once(2)) members.push(['scope', chance.pick(SCOPES)])
  if (from !== null) members.push(['increment_from', from])
  if (algorithm !== null) members.push(['algorithm', algorithm])
  if (chance.once(3)) members.push(['on_deny', chance.pick(WORDS)])
  return jsonObject(members)
}

function randomConditions(chance: Chance): Json {
  return chance.some(chance.once(8) ? 0 : 1, 3, () => {
    if (!chance.once(6)) return randomComparison(chance)
    return jsonObject([['any_of', chance.some(1, 3, () => randomComparison(chance))]])
  })
}

/** About one rule in twelve looks at nothing but the tool, and so decides what is listed (E14). */
export function randomRule(chance: Chance): JsonObject {
  const ofTheTool = FACT_PATHS.filter(([path]) => path.startsWith('tool.'))
  const conditions = chance.once(12)
    ? [factComparison(chance.pick(['eq', 'neq', 'in', 'not_in']), chance.pick(ofTheTool), chance)]
    : randomConditions(chance)
  const members: Member[] = [['conditions', conditions]]
  if (chance.once(2)) members.push(['on_deny', chance.pick(WORDS)])
  return jsonObject(members)
}

function factComparison(op: string, [path, operands]: [string, Json[]], chance: Chance): JsonObject {
  const value = op === 'in' || op === 'not_in' ? chance.subset(operands) : chance.pick(operands)
  return jsonObject([
    ['path', path],
    ['op', op],
    ['value', value],
  ])
}

function randomComparison(chance: Chance): JsonObject {
  const op = chance.pick(OPERATORS)
  const fact = chance.once(op === 'exists' ? 2 : 4) ? chance.pick(FACT_PATHS) : null
  if (fact && FACT_OPERATORS.includes(op)) return factComparison(op, fact, chance)
  const value = randomOperand(op, chance)
  const members: Member[] = [
    ['path', fact ? fact[0] : chance.pick(ARGUMENT_PATHS)],
    ['op', op],
  ]
  if (op !== 'exists' || value !== true || chance.once(2)) members.push(['value', value])
  return jsonObject(members)
}
const FACT_OPERATORS = ['eq', 'neq', 'in', 'not_in', 'contains']
