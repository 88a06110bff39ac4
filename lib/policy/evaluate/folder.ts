// The operator `within` (C3): is this text, read as a path, that folder or inside it? Whoever reads
// the path later may decode it once, twice or not at all, so every stage must give the same answer.
import { FALSE, TRUE, type Truth, UNKNOWN } from './truth.ts'

/** Deeper nesting of percent signs than this is nobody's file name; it bounds the work. */
const MAX_STAGES = 16

/** What no folder of a policy holds: how it is read differs between systems. */
export const NOT_IN_FOLDER = /[\\\p{Cc}]/u

/** The segments of an absolute path without `..`, `\` and control characters; null for any other text. */
export function folderSegments(text: string): readonly string[] | null {
  if (!text.startsWith('/') || NOT_IN_FOLDER.test(text)) return null
  // Empty and `.` segments name nothing: `/srv//data/.` is `/srv/data`.
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.')
  return segments.includes('..') ? null : segments
}

export function judgeWithin(text: string, folder: readonly string[]): Truth {
  const isUrl = text.startsWith('file://')
  // A query or a fragment ends the path of a URL, for those who read it as one.
  if (isUrl && /[?#]/.test(text)) return UNKNOWN
  let stage = isUrl ? text.slice('file://'.length) : text
  let verdict: Truth | null = null
  for (let stages = 0; stages < MAX_STAGES; stages++) {
    const segments = folderSegments(stage)
    if (!segments) return UNKNOWN
    const here = folder.every((segment, at) => segments[at] === segment) ? TRUE : FALSE
    if (verdict !== null && verdict !== here) return UNKNOWN
    verdict = here
    const next = percentDecode(stage)
    if (next === null) return UNKNOWN
    if (next === stage) return verdict
    stage = next
  }
  return UNKNOWN
}

/** One round of decoding; null where escapes are not UTF-8, which readers decode in different ways. */
function percentDecode(text: string): string | null {
  try {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => decodeURIComponent(run))
  } catch {
    return null
  }
}
