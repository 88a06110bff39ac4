// What may be written at a place of a document: keys and values from the schema of the language, names
// from the server's tools, paths from their arguments.
import { type Json, member, serializeJson, toPlain } from '#lib/json/index.ts'
import { isGlob, nameMatches } from '../evaluate/glob.ts'
import { policySchema } from '../json-schema/policy-schema.ts'
import { NAMED_WINDOWS } from '../policy.ts'
import { jsonPlace } from './json-place.ts'
import type { Place } from './place.ts'
import { type Key, keysAt, valuesAt } from './schema-walk.ts'
import { yamlPlace } from './yaml-place.ts'

export type CompletionTool = { readonly name: string; readonly detail: string }
/** One argument path, or another fact that a condition can name. */
export type CompletionField = {
  readonly path: string
  readonly detail: string
  readonly isNumber: boolean
  /** The values that its schema counts; none where any will do. */
  readonly choices: readonly Json[]
}

export type Completion = {
  readonly label: string
  /** The text to put; `#{}` marks where the cursor goes on. */
  readonly insert: string
  readonly kind: 'key' | 'value' | 'tool' | 'path'
  readonly detail: string
}
export type Completions = {
  readonly from: number
  readonly to: number
  readonly options: readonly Completion[]
}

export type CompletionWorld = {
  readonly tools: readonly CompletionTool[]
  /** What conditions of these tools can look at, arguments first. */
  readonly fieldsOf: (tools: readonly string[]) => readonly CompletionField[]
}

const SCHEMA = policySchema()

/**
 * What may be written at the cursor; null where nothing is known.
 * @param offset of the cursor, in UTF-16 units
 */
export function completionsAt(
  text: string,
  offset: number,
  format: 'json' | 'jsonc' | 'yaml',
  world: CompletionWorld,
): Completions | null {
  const yaml = format === 'yaml'
  const place = yaml ? yamlPlace(text, offset) : jsonPlace(text, offset)
  if (place === null) return null
  const write = yaml ? YAML : JSON_WRITER
  const options = place.at === 'key' ? keyOptions(place, world, write) : valueOptions(place, world, write)
  return options.length === 0 ? null : { from: place.from, to: place.to, options }
}

/** What a key of the language means, for whoever points at it; null for anything else. */
export function meaningAt(text: string, offset: number, format: 'json' | 'jsonc' | 'yaml'): string | null {
  const place = format === 'yaml' ? null : jsonPlace(text, offset)
  if (place?.at !== 'key') return null
  const written = text.slice(place.from, place.to).replaceAll('"', '')
  return keysAt(SCHEMA, place.path).find(({ key }) => key === written)?.says ?? null
}

type Writer = {
  readonly value: (value: unknown) => string
  readonly member: (key: string, value: string, comma: boolean) => string
  readonly object: string
  readonly list: string
}

const JSON_WRITER: Writer = {
  value: (value) => JSON.stringify(value),
  member: (key, value, comma) => `${JSON.stringify(key)}: ${value}${comma ? ',' : ''}`,
  object: '{#{}}',
  list: '[#{}]',
}
const YAML: Writer = {
  value: (value) => (typeof value === 'string' ? yamlText(value) : JSON.stringify(value)),
  member: (key, value) => `${yamlText(key)}: ${value}`,
  object: '\n  #{}',
  list: '\n  - #{}',
}

/** Plain where every reader takes it for a text; in quotes otherwise. */
function yamlText(text: string): string {
  const isPlain = /^[A-Za-z_][\w./ -]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain && !text.endsWith(' ') ? text : JSON.stringify(text)
}

function keyOptions(place: Place, world: CompletionWorld, write: Writer): Completion[] {
  const free = (name: string) => !Object.hasOwn(place.around, name)
  if (place.path.length === 1 && place.path[0] === 'tools')
    return world.tools
      .filter(({ name }) => free(name) && !isGlob(name))
      .map(({ name, detail }) => ({
        ...{ label: name, kind: 'tool', detail },
        insert: write.member(name, write === YAML ? '{}' : write.object, place.comma),
      }))
  const keys = keysAt(SCHEMA, place.path)
  // A bare text in a list of texts is a value, though nothing shows it yet.
  if (keys.length === 0) return valueOptions(place, world, write)
  return keys
    .filter(({ key }) => free(key))
    .map((key) => ({
      ...{ label: key.key, kind: 'key', detail: key.says },
      insert: write.member(key.key, skeletonOf(key, write), place.comma),
    }))
}

/** What a key is begun with: the brackets of its value, or the only value there is. */
function skeletonOf({ value }: Key, write: Writer): string {
  const only = value.find((schema) => 'const' in schema && schema.const !== true)
  if (only) return write.value(only.const)
  const types = value.map((schema) => schema.type)
  if (types.includes('array')) return write.list
  if (types.includes('object')) return write.object
  if (types.includes('number') || types.includes('integer') || types.includes('boolean')) return '#{}'
  return write === YAML ? '#{}' : '"#{}"'
}

function valueOptions(place: Place, world: CompletionWorld, write: Writer): Completion[] {
  const last = place.path.findLast((step) => typeof step === 'string')
  const option = (kind: Completion['kind'], value: unknown, detail: string): Completion => ({
    ...{ label: typeof value === 'string' ? value : JSON.stringify(value), kind, detail },
    insert: write.value(value),
  })
  switch (last) {
    case 'hide':
      return world.tools.map(({ name, detail }) => option('tool', name, detail))
    case 'path':
      return fieldsAt(place, world).map(({ path, detail }) => option('path', path, detail))
    case 'increment_from':
      return fieldsAt(place, world)
        .filter(({ path, isNumber }) => isNumber && path.startsWith('args.') && !path.includes('[*]'))
        .map(({ path, detail }) => option('path', path, detail))
    case 'value':
      return choicesAt(place, world).map((choice) => option('value', choice, ''))
    case 'window':
      return [...NAMED_WINDOWS, '15m', '2h'].map((window) => option('value', window, ''))
    case 'counter':
      return place.path[0] === 'tools'
        ? [option('value', `${place.path[1]}_rate`, 'A count of its own.')]
        : []
    default:
      return valuesAt(SCHEMA, place.path).map(({ value, says }) => option('value', value, says))
  }
}

function fieldsAt({ path }: Place, world: CompletionWorld): readonly CompletionField[] {
  const [, entry] = path
  const names = world.tools.map(({ name }) => name)
  if (path[0] !== 'tools' || typeof entry !== 'string') return world.fieldsOf(names)
  return world.fieldsOf(isGlob(entry) ? names.filter((name) => nameMatches(entry, name)) : [entry])
}

function choicesAt(place: Place, world: CompletionWorld): readonly unknown[] {
  if (member(place.around, 'op') === 'exists') return [true, false]
  const path = member(place.around, 'path')
  const field = fieldsAt(place, world).find((each) => each.path === path)
  const choices = field?.choices ?? []
  return [...new Map(choices.map((choice) => [serializeJson(choice), toPlain(choice)])).values()]
}
