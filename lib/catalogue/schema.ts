// What a tool's input schema gives away: a choice of acts, room for a command, money, a secret.
import type { Category } from '#lib/policy/index.ts'
import { type Field, fieldsOf } from './fields.ts'
import { readName } from './name.ts'

export type SchemaReading = {
  /** Acts that an argument chooses between, such as `action: "delete"`. */
  readonly acts: readonly { readonly text: string; readonly category: Category }[]
  /** An argument that carries a program in whole or part. */
  readonly program: Program | null
  /** An amount and a currency. */
  readonly money: string | null
  /** What else a careful reader would point at. */
  readonly risks: readonly { readonly text: string; readonly says: string }[]
  readonly fields: readonly Field[]
}
/** `isDirect`: the tool's own argument, not a part of something that it keeps. */
export type Program = {
  readonly text: string
  readonly says: string
  readonly isDirect: boolean
  /** A query can be told to only read; a command cannot. */
  readonly isQuery: boolean
}
const MANY_FIELDS = 10
const CHOICE = /^(?:action|actions|operation|method|command|subcommand|op|verb|act)$/i
const HTTP_METHOD = /^(?:get|post|put|patch|delete|head|options)$/i
const COMMAND_NAME = /^(?:cmd|command|commands|command_?line|shell|bash|shell_?command|script)$/i
const COMMAND_TEXT = /\b(?:shell|bash|command[- ]line|powershell)\b/i
const CODE_NAME = /^(?:code|js|javascript|python|source_?code|snippet|expression|function|apex\w*)$/i
const CODE_TEXT =
  /\b(?:javascript|typescript|python|groovy|lua|apex|code to (?:run|execute)|script to (?:run|execute)|function to (?:run|execute|evaluate)|(?:run|execut|evaluat)\w* (?:code|javascript|python))\b/i
const SQL_NAME = /^(?:sql\w*|\w*_sql|cypher|soql|sosl|dql|esql|statement|query|queries)$/i
const SQL_TEXT = /\b(?:sql|cypher|soql|sosl|sparql|graphql)\b/i
const AMOUNT = /^(?:amount\w*|\w*_amount|value|total|price|valor|monto|quantity|qty)$/i
const CURRENCY = /^(?:currency\w*|\w*_currency|moeda|moneda)$/i

const RISKS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:password|passwd|passphrase|secret\w*|\w*_secret|api_?key|private_?key|access_?token|auth_?token|credentials?)$/i,
    'carries a secret',
  ],
  [/^(?:\w*_)?(?:path|file_?path|filepath|directory|folder|dir|paths)$/i, 'names a place in a file system'],
  [/^(?:\w*_)?(?:url|uri|endpoint|webhook|callback_?url|urls)$/i, 'names an address to reach'],
  [/^(?:html|raw_html|html_?body|body_html|template)$/i, 'carries markup'],
]

/** Reads a JSON Schema of any shape; what is no schema says nothing. */
export function readSchema(schema: unknown, description: string): SchemaReading {
  const fields = fieldsOf(schema)
  const amount = fields.find(({ name }) => AMOUNT.test(name))
  const currency = fields.find(({ name }) => CURRENCY.test(name))
  const risks = fields.flatMap(({ path, name }) => {
    const risk = RISKS.find(([pattern]) => pattern.test(name))
    return risk ? [{ text: path, says: risk[1] }] : []
  })
  if (fields.length >= MANY_FIELDS)
    risks.push({ text: `${fields.length} parameters`, says: 'has many parameters' })
  return {
    acts: fields.flatMap(actsOf),
    program: fields.map((field) => programIn(field, description)).find((program) => program !== null) ?? null,
    money: amount && currency ? `${amount.path}, ${currency.path}` : null,
    risks,
    fields,
  }
}

function actsOf({ name, path, values }: Field): { text: string; category: Category }[] {
  // What stands in a list is described, not done: a request that is stored, a rule that is kept.
  if (!CHOICE.test(name) || values.length < 2 || path.includes('[]') || isHttp(values)) return []
  return values.flatMap((value) => {
    const { category, certainty } = readName(value)
    return category && certainty >= 0.6 ? [{ text: `${path}: ${value}`, category }] : []
  })
}

function programIn(field: Field, toolDescription: string): Program | null {
  const { name, path, description, values } = field
  const isDirect = !path.includes('[]')
  if (isHttp(values))
    return { text: `${path}: ${values.join(', ')}`, says: 'may send any request', isDirect, isQuery: false }
  if (values.length > 0) return null
  const text = description === '' ? path : `${path}: ${description.slice(0, 80)}`
  if (COMMAND_NAME.test(name) || COMMAND_TEXT.test(description))
    return { text, says: 'may carry a command to run', isDirect, isQuery: false }
  if (CODE_NAME.test(name) && CODE_TEXT.test(`${description} ${toolDescription}`))
    return { text, says: 'may carry code to run', isDirect, isQuery: false }
  if (SQL_NAME.test(name) && SQL_TEXT.test(`${name} ${description} ${toolDescription}`))
    return { text, says: 'may carry a query in a language of its own', isDirect, isQuery: true }
  return null
}

function isHttp(values: readonly string[]): boolean {
  return values.filter((value) => HTTP_METHOD.test(value)).length > 2
}
