// A part of the document as it is written.
import { locatePointer, notationOf } from '#lib/policy/index.ts'

/** The text at a pointer, its later lines moved left as far as its last one allows. */
export function written(text: string, pointer: string): string {
  const span = locatePointer(text, pointer, notationOf(text))
  if (span === null) return ''
  const lines = text.slice(span.offset, span.offset + span.length).split('\n')
  const indent = /^\s*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0
  return lines
    .map((line, index) =>
      index === 0 ? line : line.slice(Math.min(indent, /^\s*/.exec(line)?.[0].length ?? 0)),
    )
    .join('\n')
}
