import { applyEdits, format } from 'jsonc-parser'

/** JSON laid out for reading. Only white space changes: every digit and key stays as it was received. */
export function pretty(json: string): string {
  return applyEdits(json, format(json, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }))
}
