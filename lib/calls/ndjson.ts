// Calls as JSON, one object a line, with the names that the API has.
import type { CallRow } from '#lib/data/model.ts'

// JSON leaves these as they are; some readers take them for the end of a line, or for a command.
const UNSEEN = /[\u007f-\u009f\u2028\u2029]/g

export function ndjsonRow(call: CallRow): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(call).replace(UNSEEN, escaped)}\n`
}
