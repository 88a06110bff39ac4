// What the two ends tell each other in words: JSON, read strictly, every text bounded and without anything
// that would act in a terminal or in a page.

/** What a connector says of itself. Shown to people, never used for a decision. */
export type Hello = { readonly host: string; readonly command: string; readonly version: string }
export type Welcome = { readonly server: string }
/** How a child ended. `exited` and `killed` are its own end; `not-started` never was one. */
export type Ended = {
  readonly how: 'exited' | 'killed' | 'not-started' | 'stopped'
  readonly code: number | null
  readonly signal: string | null
}

const MAX_HOST = 100
const MAX_COMMAND = 300

export function readHello(payload: Buffer): Hello | null {
  const value = objectOf(payload)
  if (!value) return null
  const { host, command, version } = value
  if (typeof host !== 'string' || typeof command !== 'string' || typeof version !== 'string') return null
  return {
    host: shownText(host, MAX_HOST),
    command: shownText(command, MAX_COMMAND),
    version: shownText(version, MAX_HOST),
  }
}

export function readWelcome(payload: Buffer): Welcome | null {
  const server = objectOf(payload)?.server
  return typeof server === 'string' ? { server: shownText(server, MAX_HOST) } : null
}

export function readEnded(payload: Buffer): Ended | null {
  const value = objectOf(payload)
  if (!value) return null
  const { how, code, signal } = value
  if (how !== 'exited' && how !== 'killed' && how !== 'not-started' && how !== 'stopped') return null
  return {
    how,
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? shownText(signal, 20) : null,
  }
}

/** One line of at most `longest` characters, with nothing invisible in it. */
export function shownText(text: string, longest: number): string {
  const line = text
    .replace(/\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const letters = [...line]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line
}

function objectOf(payload: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
