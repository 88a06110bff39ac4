// Changes to bytes that know nothing of what they change.
import type { Chance } from '#lib/policy/testing/chance.ts'

const PIECES = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\0',
  '\n',
  '\r',
  '\ufeff',
  '\u2028',
  'é',
  '\\u0061',
  '1',
]

/** A few random changes; the bytes need not be UTF-8 afterwards. */
export function mutateBytes(bytes: Uint8Array, chance: Chance, extra: readonly string[] = []): Uint8Array {
  let changed = Buffer.from(bytes)
  for (let count = 1 + chance.below(3); count > 0; count--) {
    const at = chance.below(changed.length + 1)
    const length = 1 + chance.below(8)
    const before = changed.subarray(0, at)
    switch (chance.below(5)) {
      case 0: // a bit
        changed = Buffer.from(changed)
        if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8))
        break
      case 1: // gone
        changed = Buffer.concat([before, changed.subarray(at + length)])
        break
      case 2: // twice
        changed = Buffer.concat([before, changed.subarray(at, at + length * 4), changed.subarray(at)])
        break
      case 3: // cut off
        changed = chance.once(4) ? Buffer.from(before) : changed
        break
      default: // something that means something
        changed = Buffer.concat([
          before,
          Buffer.from(chance.pick([...PIECES, ...extra])),
          changed.subarray(at),
        ])
    }
  }
  return changed
}

/** The text of bytes, or null where they are not UTF-8: then nobody reads further. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
