// Edits of a text: in order, never overlapping, and exactly invertible.
import type { TextEdit } from './command.ts'

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let at = 0
  for (const { offset, length, content } of edits) {
    result += text.slice(at, offset) + content
    at = offset + length
  }
  return result + text.slice(at)
}

/** The edits that turn the new text back into `text`. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0
  return edits.map(({ offset, length, content }) => {
    const inverse = {
      offset: offset + shift,
      length: content.length,
      content: text.slice(offset, offset + length),
    }
    shift += content.length - length
    return inverse
  })
}

/** In order, with neighbours joined. Edits at one place keep the order in which they were made. */
export function joinEdits(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = []
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    const last = joined.at(-1)
    if (last && edit.offset <= last.offset + last.length) {
      const content = last.content + edit.content
      joined[joined.length - 1] = { offset: last.offset, length: last.length + edit.length, content }
    } else joined.push(edit)
  }
  return joined
}
