// Acts that an argument chooses between, such as `action: "delete"`: the gravest of them counts.
import type { Category } from '#lib/policy/index.ts'
import type { Field } from './fields.ts'
import { readName } from './name.ts'
import { isSure } from './verb.ts'

export type Choice = { readonly text: string; readonly category: Category }

const CHOICE =
  /^(?:action|actions|operation|operations|method|command|subcommand|sub_command|op|verb|act|action_type|operation_type|accion|acao|operacion|operacao|comando|metodo)$/
const HTTP_METHOD = /^(?:get|post|put|patch|delete|head|options)$/i
const QUOTED = /["'`“]([\p{L}][\p{L}\p{N}_-]{1,40})["'`”]/gu
const LISTED = /[|,/]/
const MAX_TEXT = 400

/** Every act that some argument can choose, with the words that name it: "action: delete". */
export function choicesOf(fields: readonly Field[]): Choice[] {
  return fields.flatMap((field) => {
    // What stands in a list is described, not done: a request that is stored, a rule that is kept.
    if (!CHOICE.test(field.name) || field.path.includes('[]')) return []
    const values = field.values.length > 0 ? field.values : describedValues(field)
    if (values.length < 2 || isHttp(values)) return []
    const acts = values.flatMap((value) => {
      const { category, certainty } = readName(value)
      return category && certainty >= 0.6 ? [{ text: `${field.path}: ${value}`, category }] : []
    })
    // A choice of kinds ("funding, fee, trade") is a filter, not a choice of acts.
    return 2 * acts.length >= values.length ? acts : []
  })
}

/** True for a parameter that picks the method of an HTTP request. */
export function isHttp(values: readonly string[]): boolean {
  return values.filter((value) => HTTP_METHOD.test(value)).length > 2
}

// A choice that only its description spells out: "One of: list, create, delete".
function describedValues({ description, type }: Field): string[] {
  if (type !== 'string' && type !== '') return []
  const text = description.slice(0, MAX_TEXT)
  const quoted = [...text.matchAll(QUOTED)].map(([, value = '']) => value)
  if (quoted.length > 1) return quoted
  if (!LISTED.test(text)) return []
  return text.split(/[^\p{L}_-]+/u).filter((word) => isSure(word.toLowerCase()))
}
