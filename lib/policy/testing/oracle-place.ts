// `within` and `host_in` as the oracle reads them: byte by byte, and with the platform's own URL.
import type { Outcome } from './oracle-condition.ts'

export function oracleWithin(text: string, folder: string): Outcome {
  if (text.length > 8192) return 'unknown'
  const isUrl = text.startsWith('file://')
  if (isUrl && (text.includes('?') || text.includes('#'))) return 'unknown'
  const stages: string[] = [isUrl ? text.slice(7) : text]
  for (;;) {
    const next = decodeOnce(stages.at(-1) ?? '')
    if (next === null) return 'unknown'
    if (next === stages.at(-1)) break
    stages.push(next)
    if (stages.length > 16) return 'unknown'
  }
  const verdicts = stages.map((stage) => judgeStage(stage, folder))
  return verdicts.every((verdict) => verdict === verdicts[0]) ? (verdicts[0] ?? 'unknown') : 'unknown'
}

function judgeStage(text: string, folder: string): Outcome {
  const bad = [...text].some((char) => {
    const code = char.codePointAt(0) ?? 0
    return char === '\\' || code < 32 || (code >= 127 && code < 160)
  })
  if (text[0] !== '/' || bad || text.split('/').includes('..')) return 'unknown'
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

export function oracleHostIn(text: string, hosts: string[]): Outcome {
  const host = text.length > 8192 ? null : canonicalHost(text)
  if (host === null) return 'unknown'
  const listed = hosts.some((each) =>
    each.startsWith('*.') ? host.endsWith(each.slice(1)) && host.length > each.length - 1 : host === each,
  )
  return listed ? 'true' : 'false'
}

function canonicalHost(text: string): string | null {
  for (const char of text) if (char === '\\' || /\s/.test(char) || /\p{Cc}/u.test(char)) return null
  const [scheme = '', rest] = [text.slice(0, text.indexOf('://')), text.slice(text.indexOf('://') + 3)]
  if (!['http', 'https', 'ws', 'wss'].includes(scheme.toLowerCase()) || !text.includes('://')) return null
  const end = rest.search(/[/?#]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  if (authority === '' || authority.includes('@') || !URL.canParse(text)) return null
  const host = new URL(text).hostname
  const written = authority.toLowerCase().replace(/:[0-9]*$/, '')
  if (written !== host || /:[0-9]{6,}$/.test(authority)) return null
  if (host.startsWith('[') || /^[0-9]+(?:\.[0-9]+){3}$/.test(host)) return host
  const labels = host.split('.')
  const plain = labels.every(
    (label) => label.length >= 1 && label.length <= 63 && /^[a-z0-9_-]+$/.test(label),
  )
  return plain && host.length <= 253 ? host : null
}
