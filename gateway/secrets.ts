// A server that repeats its own credentials (an echo of headers, a dump of the environment) must not
// hand them to an agent: the stored ones are taken out of whatever comes down, in the forms they are
// commonly written in.
const CREDENTIAL_NAME = /auth|cookie|token|key|secret|password|credential|signature/i
// Shorter values are words that may stand in an answer by right.
const MIN_LENGTH = 8
const HIDDEN = '[hidden]'

/** JSON text with every stored credential taken out of it. */
export type Hide = (json: string) => string

/** @param headers the server's own headers, opened */
export function hideSecrets(headers: Readonly<Record<string, string>>): Hide {
  const secrets = Object.entries(headers)
    .filter(([name]) => CREDENTIAL_NAME.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')])
    .filter((value) => value.length >= MIN_LENGTH)
  const forms = new Set(secrets.flatMap(formsOf))
  // The longest first, so that no piece of it is left standing.
  const ordered = [...forms].sort((a, b) => b.length - a.length)
  if (ordered.length === 0) return (json) => json
  return (json) => ordered.reduce((text, form) => text.replaceAll(form, HIDDEN), json)
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const written = [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
  return written.map((form) => JSON.stringify(form).slice(1, -1))
}
