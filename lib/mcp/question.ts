// What a server asks of a client: of a model (sampling), of a person (elicitation), of the machine
// (roots). In a legacy session it is a request of the server's own; on the 2026-07-28 wire it stands in
// an answer, and is answered by a new call (SEP-2322).
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { McpRequest } from './message.ts'
import type { AskGroup } from './method.ts'
import { META } from './versions.ts'

/** What a client must have declared, as few words as a session id can carry. */
export type Feature =
  | 'sampling'
  | 'sampling.tools'
  | 'elicitation.form'
  | 'elicitation.url'
  | 'roots'
  | 'roots.listChanged'
export type Question = {
  readonly group: AskGroup
  readonly method: string
  readonly needs: readonly Feature[]
}

const GROUPS: ReadonlyMap<string, AskGroup> = new Map([
  ['sampling/createMessage', 'sampling'],
  ['elicitation/create', 'elicitation'],
  ['roots/list', 'roots'],
])

/**
 * What a server's request asks for, or null for one that no client of ours is asked: an unknown method,
 * an unknown mode, or work that the client should hold as a task.
 */
export function questionOf(method: Json | undefined, params: Json | undefined): Question | null {
  const group = typeof method === 'string' ? GROUPS.get(method) : undefined
  const given = isJsonObject(params) ? params : jsonObject()
  if (!group || typeof method !== 'string' || member(given, 'task') !== undefined) return null
  const needs = needsOf(group, given)
  return needs && { group, method, needs }
}

function needsOf(group: AskGroup, params: JsonObject): readonly Feature[] | null {
  if (group === 'roots') return ['roots']
  if (group === 'sampling') {
    const usesTools = Object.hasOwn(params, 'tools') || Object.hasOwn(params, 'toolChoice')
    return usesTools ? ['sampling', 'sampling.tools'] : ['sampling']
  }
  const mode = member(params, 'mode') ?? 'form'
  if (mode === 'form') return ['elicitation.form']
  return mode === 'url' ? ['elicitation.url'] : null
}

/** What a client declares that it can be asked. An elicitation without a mode is the form, as it was before modes. */
export function featuresOf(capabilities: Json | undefined): Feature[] {
  const declared = isJsonObject(capabilities) ? capabilities : jsonObject()
  const has = (key: string, part?: string) => {
    const value = member(declared, key)
    return isJsonObject(value) && (part === undefined || isDeclared(member(value, part)))
  }
  const isPlain = has('elicitation') && !has('elicitation', 'form') && !has('elicitation', 'url')
  const features: [Feature, boolean][] = [
    ['sampling', has('sampling')],
    ['sampling.tools', has('sampling', 'tools')],
    ['elicitation.form', isPlain || has('elicitation', 'form')],
    ['elicitation.url', has('elicitation', 'url')],
    ['roots', has('roots')],
    ['roots.listChanged', has('roots', 'listChanged')],
  ]
  return features.filter(([, declares]) => declares).map(([feature]) => feature)
}

/** What the client of a 2026-07-28 request declares in it. */
export function declaredFeatures(request: McpRequest): Feature[] {
  const meta = member(request.params, '_meta')
  return featuresOf(isJsonObject(meta) ? member(meta, META.clientCapabilities) : undefined)
}

function isDeclared(value: Json | undefined): boolean {
  return value === true || isJsonObject(value)
}

/**
 * The group that an answer belongs to by its shape, or null: where a client answers what it was asked on
 * a connection that this gateway did not see, the shape is all there is to go by.
 */
export function answeredGroup(answer: Json): AskGroup | null {
  if (!isJsonObject(answer)) return null
  if (typeof member(answer, 'action') === 'string') return 'elicitation'
  if (Array.isArray(member(answer, 'roots'))) return 'roots'
  return Object.hasOwn(answer, 'role') && Object.hasOwn(answer, 'content') ? 'sampling' : null
}
