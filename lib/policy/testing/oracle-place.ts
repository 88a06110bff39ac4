// `within` and `host_in` as the oracle reads them: byte by byte, and with the platform's own URL.
import { type Ledger, newLedger, note } from './ledger.ts'
import type { Outcome } from './oracle-operator.ts'

export function oracleWithin(text: string, folder: string, ledger: Ledger = newLedger(null)): Outcome {
  const unknown = (why: string): Outcome => {
    note(ledger, `within: ${why}`)
    return 'unknown'
  }
  if (text.length > 8192) return unknown('too long')
  const isUrl = text.startsWith('file://')
  if (isUrl && (text.includes('?') || text.includes('#'))) return unknown('file URL with a query')
  const stages: string[] = [isUrl ? text.slice(7) : text]
  for (;;) {
    const next = decodeOnce(stages.at(-1) ?? '')
    if (next === null) return unknown('not UTF-8')
    if (next === stages.at(-1)) break
    stages.push(next)
    if (stages.length > 16) return unknown('too many stages')
  }
  const verdicts = stages.map((stage) => judgeStage(stage, folder))
  const [first = 'no path'] = verdicts
  if (stages.length > 1) note(ledger, 'within: decoded')
  if (isUrl) note(ledger, 'within: file URL')
  if (verdicts.every((verdict) => verdict === 'true')) return 'true'
  if (verdicts.every((verdict) => verdict === 'false')) return 'false'
  const bad = verdicts.find((verdict) => verdict !== 'true' && verdict !== 'false')
  return unknown(bad === undefined ? 'stages disagree' : bad === first ? bad : `${bad} once decoded`)
}

/** `true`, `false`, or why it is no plain absolute path. */
function judgeStage(text: string, folder: string): string {
  const bad = [...text].some((char) => {
    const code = char.codePointAt(0) ?? 0
    return code < 32 || (code >= 127 && code < 160)
  })
  if (text[0] !== '/') return 'relative'
  if (bad) return 'control character'
  if (text.includes('\\')) return 'backslash'
  if (text.split('/').includes('..')) return 'dot-dot'
  const plain = (path: string): string => {
    const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
    return segments.map((segment) => `${segment}/`).join('')
  }
  return plain(text).startsWith(plain(folder)) ? 'true' : 'false'
}

/** One round of percent-decoding by bytes; null where the bytes of a run are not UTF-8. */
function decodeOnce(text: string): string | null {
  let result = ''
  let at = 0
  while (at < text.length) {
    const bytes: number[] = []
    while (/^%[0-9a-fA-F]{2}$/.test(text.slice(at, at + 3))) {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16))
      at += 3
    }
    if (bytes.length > 0) {
      try {
        result += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes))
      } catch {
        return null
      }
    } else result += text[at++]
  }
  return result
}

export function oracleHostIn(text: string, hosts: string[], ledger: Ledger = newLedger(null)): Outcome {
  const read = text.length > 8192 ? { why: 'too long' } : canonicalHost(text)
  if ('why' in read) {
    note(ledger, `host_in: ${read.why}`)
    return 'unknown'
  }
  const { host } = read
  const below = (pattern: string): boolean =>
    pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
  if (hosts.includes(host)) note(ledger, 'host_in: this host')
  else if (hosts.some(below)) note(ledger, 'host_in: below a domain')
  else return 'false'
  return 'true'
}

function canonicalHost(text: string): { host: string } | { why: string } {
  for (const char of text)
    if (char === '\\' || /\s/.test(char) || /\p{Cc}/u.test(char)) return { why: 'a character of no URL' }
  const [scheme = '', rest] = [text.slice(0, text.indexOf('://')), text.slice(text.indexOf('://') + 3)]
  if (!['http', 'https', 'ws', 'wss'].includes(scheme.toLowerCase()) || !text.includes('://'))
    return { why: 'no web address' }
  const end = rest.search(/[/?#]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  if (authority.includes('@')) return { why: 'user information' }
  if (authority === '' || !URL.canParse(text)) return { why: 'no URL' }
  const host = new URL(text).hostname
  const written = authority.toLowerCase().replace(/:[0-9]*$/, '')
  if (written !== host || /:[0-9]{6,}$/.test(authority)) return { why: 'not canonical' }
  if (host.startsWith('[') || /^[0-9]+(?:\.[0-9]+){3}$/.test(host)) return { host }
  const labels = host.split('.')
  const plain = labels.every(
    (label) => label.length >= 1 && label.length <= 63 && /^[a-z0-9_-]+$/.test(label),
  )
  return plain && host.length <= 253 ? { host } : { why: 'not canonical' }
}
