// Arguments for an example call, made from a tool's input schema: the same ones every time, and harmless
// should anybody send them. The schema is the server's; of what it cannot be sure, it says so.
import { fromPlain, isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { isSchemaObject, type Way, waysOf } from '#lib/policy/index.ts'
import { exampleNumber } from './example-number.ts'
import { exampleText } from './example-text.ts'
import { commonTypes, definedIn, lastOf, type SchemaType } from './way.ts'

export type ExampleArguments = {
  readonly arguments: JsonObject
  /** Whether the arguments are sure to satisfy the schema. */
  readonly fits: boolean
}

/** `least`: what is required. `usual`: an optional argument or two beside it. */
export type Fullness = 'usual' | 'least'

const MAX_DEPTH = 6
const MAX_VALUES = 400
const USUAL_ARGUMENTS = 3
const MAX_ITEMS = 8

/** Arguments that the schema takes. Total: any schema, however odd, has some. */
export function exampleArguments(schema: unknown, fullness: Fullness): ExampleArguments {
  if (schema === undefined || schema === null) return { arguments: jsonObject(), fits: true }
  const making: Making = { root: schema, left: MAX_VALUES }
  const wanted = { allOf: [schema, { type: 'object' }] }
  const { value, sure } = make(wanted, { name: '', depth: 0, fullness }, making)
  return isJsonObject(value) ? { arguments: value, fits: sure } : { arguments: jsonObject(), fits: false }
}

type Making = { readonly root: unknown; left: number }
type Spot = { readonly name: string; readonly depth: number; readonly fullness: Fullness }
type Made = { readonly value: Json; readonly sure: boolean }

const UNSURE: Made = { value: null, sure: false }

function make(schema: unknown, spot: Spot, making: Making): Made {
  making.left--
  if (making.left < 0 || spot.depth > MAX_DEPTH) return UNSURE
  const ways = waysOf(schema, making.root) ?? []
  let first: Made | null = null
  for (const way of ways) {
    const made = makeWay(way, spot, making)
    if (made.sure) return made
    first ??= made
  }
  return first ?? UNSURE
}

// Keywords that may ask for more than is read here.
const UNREAD = [
  'not',
  'if',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'minProperties',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
]

function makeWay(way: Way, spot: Spot, making: Making): Made {
  const isRead = !way.some((schema) => UNREAD.some((key) => Object.hasOwn(schema, key)))
  const chosen = chosenFrom(way)
  if (chosen !== null) return { value: chosen.value, sure: chosen.sure && isRead }
  const type = commonTypes(way)[0]
  if (type === undefined) return UNSURE
  const made = makeType(type, way, spot, making)
  return { value: made.value, sure: made.sure && isRead }
}

function makeType(type: SchemaType, way: Way, spot: Spot, making: Making): Made {
  switch (type) {
    case 'object':
      return makeObject(way, spot, making)
    case 'array':
      return makeList(way, spot, making)
    case 'string':
      return exampleText(way, spot.name)
    case 'integer':
    case 'number':
      return exampleNumber(way, spot.name, type)
    // What is switched on does something.
    case 'boolean':
      return { value: false, sure: true }
    case 'null':
      return { value: null, sure: true }
    default:
      return type satisfies never
  }
}

/** A value of `const` or `enum`, where one of them stands there. */
function chosenFrom(way: Way): Made | null {
  const lists = way.flatMap((schema): (readonly unknown[])[] => [
    ...(Object.hasOwn(schema, 'const') ? [[schema.const]] : []),
    ...(Array.isArray(schema.enum) ? [schema.enum] : []),
  ])
  const [list, ...others] = lists
  if (!list) return null
  const shared = list.map(asJson).filter((value) => value !== undefined)
  const fitting = shared.filter((value) => others.every((other) => other.some((each) => same(each, value))))
  const types = commonTypes(way)
  const typed = fitting.filter((value) => types.includes(typeOf(value)) || isWhole(value, types))
  const value = typed.find((each) => typeof each === 'string' && !GRAVE.test(each)) ?? typed[0]
  return value === undefined ? UNSURE : { value, sure: true }
}

const GRAVE = /delete|drop|remove|destroy|purge|wipe|erase|truncate|force|kill|reset|pay|refund|transfer/i

function makeObject(way: Way, spot: Spot, making: Making): Made {
  const required = way.flatMap(({ required }) => (Array.isArray(required) ? required.filter(isText) : []))
  const declared = way.flatMap(({ properties }) =>
    isSchemaObject(properties) ? Object.keys(properties) : [],
  )
  const optional = mayAdd(way, spot) ? declared.filter((name) => !required.includes(name)) : []
  const entries = new Map<string, Json>()
  let sure = true
  for (const name of new Set(required)) {
    const made = makeMember(way, name, spot, making)
    sure &&= made.sure
    entries.set(name, made.value)
  }
  for (const name of new Set(optional)) {
    if (entries.size >= USUAL_ARGUMENTS) break
    const made = makeMember(way, name, spot, making)
    if (made.sure && typeof made.value !== 'object') entries.set(name, made.value)
  }
  const most = lastOf(way, 'maxProperties')
  return { value: jsonObject(entries), sure: sure && entries.size <= (most ?? Infinity) }
}

// Where one of several shapes has to fit, an argument more may make two of them fit.
function mayAdd(way: Way, { fullness, depth }: Spot): boolean {
  return fullness === 'usual' && depth === 0 && !way.some((schema) => Object.hasOwn(schema, 'oneOf'))
}

function makeMember(way: Way, name: string, { depth, fullness }: Spot, making: Making): Made {
  const schemas = way.flatMap((schema) => definedIn(schema, name))
  const closed =
    schemas.length === 0 && way.some(({ additionalProperties }) => additionalProperties === false)
  const made = make({ allOf: schemas }, { name, depth: depth + 1, fullness }, making)
  return closed ? { ...made, sure: false } : made
}

function makeList(way: Way, { name, depth, fullness }: Spot, making: Making): Made {
  const least = Math.max(0, ...way.map(({ minItems }) => (typeof minItems === 'number' ? minItems : 0)))
  const most = lastOf(way, 'maxItems') ?? Infinity
  const length = Math.min(Math.max(least, fullness === 'usual' ? 1 : 0), most, MAX_ITEMS)
  const items: Json[] = []
  let sure = length >= least && !way.some(({ uniqueItems }) => uniqueItems === true && length > 1)
  for (let index = 0; index < length; index++) {
    const schemas = way.flatMap(({ items, prefixItems }) => {
      const own = Array.isArray(prefixItems) ? prefixItems[index] : undefined
      const each = own ?? (Array.isArray(items) ? items[index] : items)
      return each === undefined ? [] : [each]
    })
    const made = make({ allOf: schemas }, { name, depth: depth + 1, fullness }, making)
    sure &&= made.sure
    items.push(made.value)
  }
  return { value: items, sure }
}

function asJson(value: unknown): Json | undefined {
  try {
    return fromPlain(value)
  } catch {
    return undefined
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function typeOf(value: Json): SchemaType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'boolean'
  return isJsonObject(value) ? 'object' : 'number'
}

function isWhole(value: Json, types: readonly SchemaType[]): boolean {
  return typeof value === 'number' && Number.isInteger(value) && types.includes('integer')
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
