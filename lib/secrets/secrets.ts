// What looks like a secret, by its name or by its shape. It errs towards hiding: a value that was hidden can be
// looked up where it came from, one that was shown cannot be taken back.

/** Names in one word, however they were joined: accessToken, access-token, X-Access-Token and ACCESS_TOKEN are one. */
const IN_NAME =
  /passw(?:or)?d|passphrase|passcode|authori[sz]ation|cookie|credential|token|(?:api|access|secret|private|signing|encryption|shared|master|session|auth|ssh|account|license|hmac|client|service|deploy|storage)key|sessionid|connectionstring|signature|keypair|privatepem|webhookurl|seedphrase|cardnumber|creditcard/
/** Words that are a secret's name where they stand alone between others. */
const WORDS = new Set(
  'secret secrets pwd pass auth otp totp mfa pin cvv cvc jwt sid bearer dsn passkey mnemonic'.split(' '),
)
/** How many there are is no secret: max_tokens, token_count. */
const COUNTS = /max|min|count|limit|budget|num|total|used|size|length/

/** Whether a member of this name holds a secret; `isNumber` tells that it holds a number. */
export function isSecretName(name: string, isNumber = false): boolean {
  return judged(isNumber ? `#${name}` : `.${name}`, () => judgeName(name, isNumber))
}

/** Whether a key of an object is itself what has the shape of a secret. */
export function isSecretKey(key: string): boolean {
  return key.length >= SHORTEST && judged(`:${key}`, () => hasSecretShape(key))
}

// The names of arguments are few, and come with every call.
const known = new Map<string, boolean>()
const MOST_KNOWN = 5000
const LONGEST_KNOWN = 64
function judged(question: string, judge: () => boolean): boolean {
  if (question.length > LONGEST_KNOWN) return judge()
  const found = known.get(question)
  if (found !== undefined) return found
  if (known.size >= MOST_KNOWN) known.clear()
  const answer = judge()
  known.set(question, answer)
  return answer
}

function judgeName(name: string, isNumber: boolean): boolean {
  const words = wordsOf(name)
  const joined = words.join('')
  if (isNumber && joined.includes('token') && COUNTS.test(joined)) return false
  return IN_NAME.test(joined) || /secrets?$/.test(joined) || words.some((word) => WORDS.has(word))
}

/** Compatibility forms are told as what they look like; camelCase and every separator part words. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

// Each is found in time that grows with the text alone: bounded runs, and no run beside one like it.
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
  /\beyJ[\w-]{6,}\.[\w-]{6,}/,
  /\b(?:sk|rk|pk)[-_][\w-]{16,}/,
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bnpm_\w{20,}|\bpypi-[\w-]{20,}/,
  /\bxox[a-z]-[\w-]{10,}|\bxapp-[\w-]{10,}|hooks\.slack\.com\/services\/\w/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  /\bAIza[\w-]{30,}|\bya29\.[\w-]{10,}/,
  /\bwhsec_\w{16,}|\bSG\.[\w-]{16,}|\bhf_\w{16,}|\bdop_v1_\w{16,}|\bshp(?:at|ca|pa|ss)_\w{16,}/,
  /\bpc[a-z]_\w{16,}/,
  /\b(?:Bearer|Basic|Digest|Token)\s{1,4}[\w.~+/=-]{12,}/i,
  // A password in a URL, and a secret that is named within a text: a header, a form, a query, a shell's line.
  /:\/\/[^\s/@:]{0,256}:[^\s/@]{1,256}@/,
  /(?:password|passwd|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|authorization|cookie)["']?\s{0,4}[:=]\s{0,4}["']?[^\s"',;]{4,}/i,
]

/** Whether a text is, or holds, what has the shape of a secret. */
export function hasSecretShape(text: string): boolean {
  return text.length >= SHORTEST && SHAPES.some((shape) => shape.test(text))
}
const SHORTEST = 8
