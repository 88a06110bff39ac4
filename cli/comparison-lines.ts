// What a policy changes, for people: a line each, those that let more pass marked.
import type { PolicyChanges } from '#lib/policy/index.ts'
import { counted } from './counted.ts'

/** On stdout. */
export function printComparison({ document, differences, opened }: PolicyChanges): void {
  for (const { text } of document) console.log(`        ${text}`)
  if (opened.length > 0) console.log(`widens  now pass: ${opened.join(', ')}`)
  for (const { tool, text, rules, widens } of differences) {
    console.log(`${widens ? 'widens' : '      '}  ${tool}: ${text.split(' · ', 1)[0]}`)
    for (const rule of rules) console.log(`          ${rule.text}`)
  }
  const widening = differences.filter(({ widens }) => widens).length + opened.length
  const total = document.length + differences.length + opened.length
  console.log(
    total === 0 ? 'Nothing differs.' : `${counted(total, 'difference')}, ${widening} of them widening`,
  )
}
