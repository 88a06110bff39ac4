// What a careful reader would point at in a tool's parameters. Signals do not decide the category by
// themselves: they say where a rule has something to hold on to.
import type { Field } from './fields.ts'

export const SIGNAL_KINDS = [
  'code',
  'query',
  'command',
  'hidden-shell',
  'request',
  'path',
  'url',
  'html',
  'secret',
  'many-parameters',
] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** One parameter that carries a risk. `path` is '' where it is all of them; `words` is quoted from the schema. */
export type RiskSignal = {
  readonly kind: SignalKind
  readonly path: string
  readonly words: string
  /** What a caller can put there, for a sentence: "a command line". */
  readonly says: string
}

const SAYS: Record<SignalKind, string> = {
  code: 'free-form code',
  query: 'a free-form query',
  command: 'a command line',
  'hidden-shell': 'a shell command, in a field whose type the schema leaves open',
  request: 'any HTTP method: a request of the caller’s choice',
  path: 'a path in a file system',
  url: 'an address to reach',
  html: 'raw HTML or a template',
  secret: 'a secret',
  'many-parameters': 'many parameters',
}
const MANY_PARAMETERS = 10
const MAX_SIGNALS = 24
const MAX_WORDS = 120

const COMMAND = /^(?:cmd|commands?|command_?line|shell(?:_?command)?|bash|powershell|comando)$/
const SHELL = /\b(?:shell|bash|powershell|command[- ]line|cmd\.exe|subprocess)\b/i
const CODE =
  /^(?:code|js|javascript|python|source_code|snippet|code_snippet|expression|function|script|lambda|formula|\w+_script|\w+_code|apex\w*|c[oó]digo)$/
/** Codes that are numbers or names: of a country, of a card. */
const NO_CODE =
  /(?:postal|zip|post|country|currency|bank|bar|qr|br|state|city|area|region|commerce|authorization|security|purpose|reason|language|response|status|error|promo|discount|coupon|tax|service|category|type|branch|institution|account|merchant|entity|registry|color|method|product|airport|registration|verification|activation|invite|auth|otp|pin|sku|hs|cost|unit|payment|carrier|voucher|access)_code$/
const CODE_TEXT =
  /\b(?:javascript|typescript|python|groovy|lua|apex|ruby|bash|sql|expression|(?:code|script|function|snippet) (?:to|that)|(?:run|execut|evaluat)\w{0,6} (?:code|javascript|python)|source code)\b/i
const QUERY =
  /^(?:sql\w*|\w+_sql|cypher|soql|sosl|sparql|dql|esql|kql|promql|graphql|jql|cql|aql|statement|sql_?query|query|queries|query_?body|filter_?query|where|where_?clause|consulta_sql)$/
const QUERY_TEXT =
  /\b(?:sql|cypher|soql|sosl|sparql|graphql|dql|promql|kql|esql|es\|ql|jql|cql|lucene|mongodb|aggregation|query (?:language|dsl|syntax)|select \* from|sgql)\b/i
const PATH =
  /^(?:(?:\w+_)?(?:path|paths|filepath|directory|dir|folder_path|filename|file_name)|file|files|folder|caminho|ruta|diret[oó]rio|directorio|arquivo|archivo)$/
/** Paths of a web server, of a JSON document, of a field: none of a file system. */
const WEB_PATH = /\b(?:url|https?|endpoint|route|webhook|websocket|json ?path|xpath|field)\b/i
const URL = /^(?:(?:\w+_)?(?:url|urls|uri|uris|endpoint|webhook|callback|href|link)|url_\w+)$/
const HTML = /^(?:html|(?:\w+_)?html|html_\w+|markup|template|template_body|body_template|mjml|xml|svg)$/
const HTML_TEXT = /\b(?:html|mjml|handlebars|jinja|liquid template|markup)\b/i
const SECRET =
  /^(?:(?:\w+_)?(?:password\d?|passwd|passphrase|secret|secrets|api_?key|apikey|private_key|secret_key|access_key|credentials?|senha|contrase[ñn]a|clave_secreta|otp|cvv|cvc|pin|security_code|seed_phrase|mnemonic)|(?:access|auth|bearer|refresh|api|bot|session|id|client|personal_access|oauth)_?token|token|client_secret|card_number|authorization|private_key_\w+)$/
/** Tokens that name a place in a list, and secrets that are only named. */
const NO_SECRET = /^(?:page|next_page|sync|continuation|next)_token$|(?:^|_)secret_(?:id|type|types|name)$/
const AUTH_TEXT = /\b(?:auth\w{0,12}|tokens?|api keys?|credentials?|secrets?)\b/i
const HTTP_METHOD = /^(?:get|post|put|patch|delete|head|options)$/i

/** The signals of a tool's parameters, each with the path that a rule would name. */
export function signalsOf(fields: readonly Field[], description: string): RiskSignal[] {
  const signals: RiskSignal[] = []
  const seen = new Set<string>()
  // Looked for once, and not again for each of three hundred fields that are called `code`.
  const about = { code: CODE_TEXT.test(description), query: QUERY_TEXT.test(description) }
  for (const field of fields) {
    const kind = kindOf(field, about)
    if (kind === null || seen.has(field.path)) continue
    seen.add(field.path)
    signals.push({ kind, path: field.path, words: wordsFrom(field), says: SAYS[kind] })
  }
  const own = fields.filter(({ path }) => !path.includes('.') && !path.includes('[')).length
  if (own >= MANY_PARAMETERS)
    signals.push({
      kind: 'many-parameters',
      path: '',
      words: `${own} parameters`,
      says: SAYS['many-parameters'],
    })
  return signals.slice(0, MAX_SIGNALS)
}

function kindOf(field: Field, about: { code: boolean; query: boolean }): SignalKind | null {
  const { name, description, values, type } = field
  if (values.filter((value) => HTTP_METHOD.test(value)).length > 2) return 'request'
  if (values.length > 0 || type === 'boolean' || type === 'integer' || type === 'number') return null
  const text = `${name} ${description}`
  if (COMMAND.test(name)) return 'command'
  if (SHELL.test(description)) return isOpen(type) ? 'hidden-shell' : 'command'
  if (CODE.test(name) && !NO_CODE.test(name) && (about.code || CODE_TEXT.test(text))) return 'code'
  if (QUERY.test(name) && (about.query || QUERY_TEXT.test(text))) return 'query'
  if (SECRET.test(name) && !NO_SECRET.test(name)) return 'secret'
  if (name === 'headers' && AUTH_TEXT.test(description)) return 'secret'
  if (PATH.test(name) && type !== 'object' && !WEB_PATH.test(description)) return 'path'
  if (URL.test(name)) return 'url'
  if (HTML.test(name) || (/^(?:body|content)$/.test(name) && HTML_TEXT.test(description))) return 'html'
  return null
}

function isOpen(type: string): boolean {
  return type === '' || type === 'shaped' || type === 'object' || type.includes('|')
}

function wordsFrom({ path, description }: Field): string {
  const text = description === '' ? path : `${path}: ${description}`
  return text.replace(/\s+/g, ' ').slice(0, MAX_WORDS)
}
