// The params of a known method: known keys, of the right type, with names that show what they are.
import { isJsonNumber, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { ERROR } from './error.ts'
import type { Refuse } from './message.ts'
import { type Method, type ParamType, paramsOf } from './method.ts'
import type { Era } from './versions.ts'

// Control, format, surrogate and private characters, and the separators that end a line: a name that
// holds one looks like another name to a person or to another parser.
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u
const MAX_NAME_LENGTH = 256
const MAX_URI_LENGTH = 8192

/** Throws `refuse(…)` for a key that is not in the method's list, a wrong type, or an unshowable name. */
export function checkParams(rule: Method, era: Era, params: JsonObject, refuse: Refuse): void {
  const allowed = paramsOf(rule, era)
  for (const key of Object.keys(params)) {
    if (key === '_meta') continue
    const value = params[key] as Json
    const type = Object.hasOwn(allowed, key) ? allowed[key] : undefined
    if (!type) throw refuse(ERROR.invalidParams, strayKey(key))
    if (!is(type, value)) throw refuse(ERROR.invalidParams, `"${key}" must be ${ARTICLE[type]}.`)
  }
  for (const key of rule.required ?? [])
    if (!Object.hasOwn(params, key)) throw refuse(ERROR.invalidParams, `"${key}" is missing.`)
  for (const key of ['name', 'uri', 'taskId']) {
    const text = member(params, key)
    if (typeof text !== 'string') continue
    if (key === 'uri' ? !isShowable(text, MAX_URI_LENGTH) : !isToolName(text))
      throw refuse(ERROR.invalidParams, `"${key}" is empty, too long, or holds invisible characters.`)
  }
}

/** Whether a call may name this tool: a list shows no other. Whether it exists is another question. */
export function isToolName(name: string): boolean {
  return isShowable(name, MAX_NAME_LENGTH)
}

function isShowable(text: string, longest: number): boolean {
  return text !== '' && text.length <= longest && !UNSHOWABLE.test(text)
}

/** The value where it is an object; null for everything else, absence included. */
export function paramsObject(value: Json | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null
}

const ARTICLE: Record<ParamType, string> = { string: 'a string', object: 'an object', number: 'a number' }

function is(type: ParamType, value: Json): boolean {
  if (type === 'object') return isJsonObject(value)
  if (type === 'number') return isJsonNumber(value)
  return typeof value === 'string'
}

function strayKey(key: string): string {
  return `${JSON.stringify(key)} is not a parameter of this method.`
}
