// RE2 in plain JavaScript: linear time whatever the pattern, and the same in the browser and the gateway.
import { engines } from '#lib/policy/engines/chosen.ts'

export const MAX_REGEX_BYTES = 512
/** P5: the sum of program size × subject bytes that one evaluation may spend. */
export const REGEX_BUDGET = 1_000_000

export type Regex = { readonly size: number; test(subject: string): boolean }

/** The compiled pattern, or RE2's own words for why it is none. */
export function compileRegex(pattern: string): Regex | string {
  const { RE2JS } = engines.regexLibrary()
  try {
    const compiled = RE2JS.compile(pattern)
    return { size: compiled.programSize(), test: (subject) => compiled.test(subject) }
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
  }
}

/** How many bytes a text takes in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff))
      bytes += 1 // a pair of surrogates: two units, four bytes
    else bytes += 2
  }
  return bytes
}
