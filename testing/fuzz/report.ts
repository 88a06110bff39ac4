// What a run has to say.
import type { Campaign } from './campaign.ts'

/** Lines of text: the counts, then each finding with what reproduces it. */
export function report({ cases, counts, found }: Campaign, seed: number, ms: number): string {
  const kinds = Object.entries(counts).map(
    ([kind, { made, accepted }]) => `  ${kind}: ${made} made, ${accepted} accepted`,
  )
  const findings = found.map(
    (each) => `\n${each.kind}, case seed ${each.seed}: ${each.why}\n${JSON.stringify(each.input)}`,
  )
  const head = `${cases} cases from seed ${seed} in ${Math.round(ms / 100) / 10} s, ${found.length} differences`
  return `${[head, ...kinds, ...findings].join('\n')}\n`
}
