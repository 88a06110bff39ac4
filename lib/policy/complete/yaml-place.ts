// The place in a text that is YAML, or is about to be. Nothing is offered inside braces, brackets and
// comments: what is written there is written by people who know it.
import { jsonObject } from '#lib/json/index.ts'
import type { Place } from './place.ts'
import { scalarOf, yamlLines } from './yaml-lines.ts'

/** @param offset of the cursor, in UTF-16 units */
export function yamlPlace(text: string, offset: number): Place | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(start, offset)
  if (/(?:^|\s)#|[[{]/.test(before)) return null
  const { lines, current } = yamlLines(text, { start, end: offset })
  const after = /^[^\s#:]*/.exec(text.slice(offset))?.[0] ?? ''
  const members = lines
    .filter(({ key, holder }) => key !== null && holder.join('\n') === current.holder.join('\n'))
    .map(({ key, rest }) => [key ?? '', scalarOf(rest)] as const)
  return {
    path: current.key === null ? current.holder : [...current.holder, current.key],
    at: current.key === null ? 'key' : 'value',
    from: offset - current.rest.length,
    to: offset + after.length,
    around: jsonObject(members),
    comma: false,
  }
}
