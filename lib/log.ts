// One logger: JSON lines on stdout. Nothing that opens a door may be in them, so secrets are left
// out twice: by the name of their field, and by their look wherever they stand in the line.
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

const REDACTED = '[redacted]'
const MAX_DEPTH = 6
const SECRET_FIELD = /(authorization|cookie|token|password|secret|secretkey|apikey|credentials?)$/

// In a URL, an error message or a stack: our tokens, bearer values, signing secrets, passwords in URLs of servers.
const SECRET_LOOKS: readonly [RegExp, string][] = [
  [/(pc[a-z])(?:_|%5f)[0-9a-z_%]+/gi, `$1_${REDACTED}`],
  [/(whsec_)[0-9a-z+/=]+/gi, `$1${REDACTED}`],
  [/\b(Bearer|Basic)\s+[^\s"\\,]+/gi, `$1 ${REDACTED}`],
  [/(\b(?:postgres(?:ql)?|smtps?):\/\/[^\s:@/"\\]*:)[^\s@/"\\]+@/gi, `$1${REDACTED}@`],
]

/** A logger that writes to `destination` (stdout unless given). */
export function createLog(destination?: DestinationStream): Log {
  const options = {
    level: process.env.LOG_LEVEL || 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => withoutSecrets(fields, 0) as Record<string, unknown>,
    },
    hooks: { streamWrite: withoutSecretLooks },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** `line` with everything that looks like a secret left out. Stays valid JSON if it was. */
export function withoutSecretLooks(line: string): string {
  return SECRET_LOOKS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date)
    return value
  if (depth === MAX_DEPTH) return '[deeper]'
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecretField(name) ? REDACTED : withoutSecrets(item, depth + 1),
    ]),
  )
}

function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name.toLowerCase().replace(/[-_]/g, ''))
}

export const log: Log = createLog()
