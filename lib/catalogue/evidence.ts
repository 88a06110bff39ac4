// The quotes that a classification stands on: what decided first, then what else speaks.
import type { Claim, Evidence } from './claim.ts'
import type { Readings } from './readings.ts'
import { gravest } from './severity.ts'

const MAX_EVIDENCE = 12

export function evidenceOf(claims: readonly Claim[], readings: Readings): Evidence[] {
  const deciding = gravest(claims.map((claim) => claim.category))
  const all: Evidence[] = [...claims]
    .sort((a, b) => Number(b.category === deciding) - Number(a.category === deciding))
    .map(({ source, text, category }) => ({ source, text, says: category }))
  all.push(...alsoSpeaking(readings))
  const seen = new Set<string>()
  return all
    .filter(({ source, text, says }) => {
      const key = `${source} ${text} ${says}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, MAX_EVIDENCE)
}

function alsoSpeaking({ name, head, hints, program, signals }: Readings): Evidence[] {
  const all: Evidence[] = []
  if (name.category && name.verb) all.push({ source: 'name', text: name.verb, says: name.category })
  if (head.categories.length > 0)
    all.push({ source: 'description', text: head.text, says: gravest(head.categories) })
  if (hints.readOnly !== null)
    all.push({
      source: 'annotations',
      text: `readOnlyHint: ${hints.readOnly}`,
      says: hints.readOnly ? 'Read' : 'Write',
    })
  if (hints.destructive === true)
    all.push({ source: 'annotations', text: 'destructiveHint: true', says: 'Destructive' })
  if (program) all.push({ source: 'inputSchema', text: program.text, says: program.says })
  for (const { words, says, kind } of signals)
    if (kind !== 'command' && kind !== 'code' && kind !== 'query')
      all.push({ source: 'inputSchema', text: words, says: `takes ${says}` })
  return all
}
