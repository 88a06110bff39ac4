// A server that repeats its own credentials (an echo of headers, a dump of the environment) must not
// hand them to an agent: the stored ones are taken out of whatever comes down, in the forms they are
// commonly written in.
const CREDENTIAL_NAME = /auth|cookie|token|key|secret|password|credential|signature/i
// Shorter values are words that may stand in an answer by right.
const MIN_LENGTH = 8
const HIDDEN = '[hidden]'
/** How often a text may be JSON within JSON: a log line in a tool's answer is two. */
const NESTING = 3

/** JSON text with every stored credential taken out of it. It stays JSON. */
export type Hide = (json: string) => string

/** @param headers the server's own headers, opened */
export function hideSecrets(headers: Readonly<Record<string, string>>): Hide {
  const secrets = Object.entries(headers)
    .filter(([name]) => CREDENTIAL_NAME.test(name))
    .flatMap(([name, value]) => secretsIn(name, value))
    .filter((value) => value.length >= MIN_LENGTH)
  const forms = new Set(secrets.flatMap(formsOf))
  // The longest first, so that no piece of it is left standing.
  const ordered = [...forms].sort((a, b) => b.length - a.length)
  if (ordered.length === 0) return (json) => json
  const hide = (text: string) => ordered.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text)
  return (json) => (ordered.some((form) => json.includes(form)) ? json.replace(TOKEN, replaced(hide)) : json)
}

// A JSON string, or what stands between two: a credential of digits may be repeated as a number, which has
// to become a string.
const TOKEN = /"(?:[^"\\]|\\.)*"|[^"\s,:[\]{}]+/g

function replaced(hide: (text: string) => string) {
  return (token: string): string => {
    const text = hide(token)
    return text === token || token.startsWith('"') ? text : JSON.stringify(HIDDEN)
  }
}

// The value, what follows its scheme, the cookies in it, and the password that a Basic credential holds.
function secretsIn(name: string, value: string): string[] {
  const bare = value.replace(/^\S+\s+/, '')
  const cookies = /cookie/i.test(name) ? value.split(/;\s*/).map((each) => each.replace(/^[^=]*=/, '')) : []
  return [value, bare, ...cookies, ...(/^basic\s/i.test(value) ? basicParts(bare) : [])]
}

function basicParts(encoded: string): string[] {
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? [] : [pair, pair.slice(colon + 1)]
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const percent = encodeURIComponent(secret)
  const hex = bytes.toString('hex')
  const written = [
    secret,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase()),
    percent.replaceAll('%20', '+'),
    hex,
    hex.toUpperCase(),
    ...base64Within(bytes),
  ]
  return written.flatMap(nested).filter((form) => form.length >= MIN_LENGTH)
}

// Within a longer text base64 has three ways of writing the same bytes; those at either end are shared
// with what stands beside them, and left out.
function base64Within(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const whole = shifted.replace(/=+$/, '')
    const inner = whole.slice(
      shift === 0 ? 0 : shift + 1,
      whole.length - ((shift + bytes.length) % 3 === 0 ? 0 : 1),
    )
    const url = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')
    return shift === 0 ? [shifted, url(whole), inner, url(inner)] : [inner, url(inner)]
  })
}

/** As it stands in a JSON string, in JSON within that string, and so on. */
function nested(form: string): string[] {
  const levels: string[] = []
  for (let text = form; levels.length < NESTING; text = levels.at(-1) ?? '')
    levels.push(JSON.stringify(text).slice(1, -1))
  return levels
}
