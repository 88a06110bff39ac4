// The one span in which two texts differ. Typing is recorded this way: one edit a group, however
// many keys were pressed, so that the history stays small and undo stays exact.
import type { TextEdit } from '#lib/policy/index.ts'

/** The single edit that turns `before` into `after`; null where they are equal. */
export function differenceOf(before: string, after: string): TextEdit | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  let end = 0
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1
  }
  return {
    offset: start,
    length: before.length - start - end,
    content: after.slice(start, after.length - end),
  }
}

/** The edit that takes `edit` back, for the text it was applied to. */
export function reverseOf(before: string, edit: TextEdit): TextEdit {
  return {
    offset: edit.offset,
    length: edit.content.length,
    content: before.slice(edit.offset, edit.offset + edit.length),
  }
}
