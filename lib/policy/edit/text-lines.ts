// Lines of a text that somebody laid out.
import type { TextEdit } from './command.ts'

/** Only white space stands before the offset on its line, which is not the first. */
export function startsLine(text: string, offset: number): boolean {
  const lineStart = lineStartOf(text, offset)
  return lineStart > 0 && text.slice(lineStart, offset).trim() === ''
}

export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Where the line ends, before its line end characters. */
export function lineEndOf(text: string, offset: number): number {
  const lineEnd = text.indexOf('\n', offset)
  if (lineEnd < 0) return text.length
  return text[lineEnd - 1] === '\r' && lineEnd > offset ? lineEnd - 1 : lineEnd
}

/** The white space that begins the line of an offset. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStartOf(text, offset), offset))?.[0] ?? ''
}

/** The offset after the spaces and tabs that stand here. */
export function afterSpaces(text: string, offset: number): number {
  let after = offset
  while (text[after] === ' ' || text[after] === '\t') after++
  return after
}

/**
 * Takes a span out, and its line where nothing else stands there.
 * @param eatSpace take the space after it too, but never from a # that it makes a comment
 */
export function removeSpan(text: string, start: number, end: number, eatSpace: boolean): TextEdit {
  const after = afterSpaces(text, end)
  const ownLine = startsLine(text, start)
  if (ownLine && (text[after] === '\n' || text[after] === '\r')) {
    const lineStart = lineStartOf(text, start)
    const from = text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1
    return { offset: from, length: after - from, content: '' }
  }
  if (!eatSpace && !ownLine) return { offset: start, length: end - start, content: '' }
  const until = text[after] === '#' && !ownLine ? Math.max(end, after - 1) : after
  return { offset: start, length: until - start, content: '' }
}
