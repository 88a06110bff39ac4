// Random JSON values, and values that lie near an operand, so that conditions come out every way.
import { type Json, JsonNumber, type JsonObject, jsonObject, numberText } from '#lib/json/index.ts'
import type { Chance } from './chance.ts'
import { type PathStep, readPath } from './oracle-path.ts'
import {
  ADDRESSES,
  FOLDERS,
  HOSTS,
  KEYS,
  LARGE_REGEX,
  LONG_SUBJECTS,
  NUMBERS,
  PLACES,
  REGEXES,
  SUBJECTS,
  TEXTS,
} from './vocabulary.ts'

export function randomScalar(chance: Chance): Json {
  switch (chance.below(6)) {
    case 0:
      return null
    case 1:
      return chance.once(2)
    case 2:
    case 3:
      return chance.pick(NUMBERS)
    default:
      return chance.pick(TEXTS)
  }
}

export function randomValue(chance: Chance, depth = 3): Json {
  if (depth === 0 || chance.below(6) < 3) return randomScalar(chance)
  if (chance.once(2)) return chance.some(0, 3, () => randomValue(chance, depth - 1))
  return randomObject(chance, depth)
}

export function randomObject(chance: Chance, depth = 3): JsonObject {
  return jsonObject(chance.some(0, 3, () => [chance.pick(KEYS), randomValue(chance, depth - 1)] as const))
}

/** What may stand as the `value` of an operator. */
export function randomOperand(op: string, chance: Chance): Json {
  switch (op) {
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return chance.pick(NUMBERS)
    case 'in':
    case 'not_in':
      if (chance.once(8)) return [null]
      return chance.some(0, 3, () => (chance.once(5) ? randomValue(chance, 1) : randomScalar(chance)))
    case 'exists':
      return chance.once(2)
    case 'regex':
      return chance.pick(REGEXES)
    case 'within':
      return chance.pick(FOLDERS)
    case 'host_in':
      return chance.subset(HOSTS)
    default:
      return chance.once(3) ? randomValue(chance, 2) : randomScalar(chance)
  }
}

/** A value that the operator judges, more often than not. */
export function valueNear(op: string, operand: Json, chance: Chance): Json {
  if (chance.once(8)) return randomValue(chance)
  switch (op) {
    case 'in':
    case 'not_in':
      return Array.isArray(operand) && operand.length > 0
        ? likeness(chance.pick(operand), chance)
        : randomScalar(chance)
    case 'contains':
      if (chance.once(2))
        return [randomScalar(chance), ...(chance.once(2) ? [likeness(operand, chance)] : [])]
      return chance.pick(TEXTS) + (typeof operand === 'string' && chance.once(2) ? operand : '')
    case 'regex':
      return operand === LARGE_REGEX && chance.once(2) ? chance.pick(LONG_SUBJECTS) : chance.pick(SUBJECTS)
    case 'within':
      return chance.pick(PLACES)
    case 'host_in':
      return chance.pick(ADDRESSES)
    case 'exists':
      return randomScalar(chance)
    case 'eq':
    case 'neq':
      return likeness(operand, chance)
    default:
      return chance.once(2) ? chance.pick(NUMBERS) : likeness(operand, chance)
  }
}

/** The same value, written differently, or another one of its kind. */
function likeness(value: Json, chance: Chance): Json {
  if (typeof value === 'number' || value instanceof JsonNumber) {
    const text = numberText(value)
    if (chance.once(3)) return chance.pick(NUMBERS)
    return chance.once(2) || /[.e]/.test(text) ? value : new JsonNumber(`${text}.0`)
  }
  if (chance.once(2)) return value
  if (typeof value === 'string') return chance.pick([chance.pick(TEXTS), value.toUpperCase(), `${value} `])
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return [...value].reverse()
  if (value === null) return randomScalar(chance)
  return jsonObject(Object.entries(value).reverse())
}

/** Puts a value where a path of the arguments leads; now and then beside it, or nowhere. */
export function placeAt(args: JsonObject, path: string, value: Json, chance: Chance): void {
  const [first, ...rest] = readPath(path.slice('args'.length))
  if (typeof first !== 'object') return
  const key = chance.once(25) ? swapCase(first.key) : first.key
  args[key] = wrap(Object.hasOwn(args, key) ? (args[key] ?? null) : null, rest, value, chance)
}

function wrap(before: Json, [step, ...rest]: PathStep[], value: Json, chance: Chance): Json {
  if (step === undefined) return value
  if (chance.once(25)) return randomScalar(chance)
  if (step === '*')
    return chance.some(chance.once(6) ? 0 : 1, 3, () =>
      wrap(null, rest, chance.once(6) ? randomScalar(chance) : value, chance),
    )
  if (typeof step === 'number')
    return Array.from({ length: step + (chance.once(8) ? 0 : 1) }, () => wrap(null, rest, value, chance))
  const isObject = typeof before === 'object' && before !== null && !Array.isArray(before)
  // A copy: what stands there may be an operand of the document itself.
  const object = jsonObject(isObject && !(before instanceof JsonNumber) ? Object.entries(before) : [])
  const key = chance.once(25) ? swapCase(step.key) : step.key
  if (!chance.once(20)) object[key] = wrap(object[key] ?? null, rest, value, chance)
  return object
}

function swapCase(text: string): string {
  const upper = text.toUpperCase()
  return upper === text ? text.toLowerCase() : upper
}
