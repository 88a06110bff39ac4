// What verifying the record found, as a sentence: what is so, and what to do.
import type { Problem, Verification } from '#lib/data/seals/index.ts'

/** One sentence or two; the first thing that is wrong, by its name. */
export function verdictText({ entries, throughSequence, problem, waiting }: Verification): string {
  if (problem) return `${problemText(problem)} ${beforeIt(problem)}`
  const purged = throughSequence - entries
  const all =
    throughSequence === 0 ? 'Nothing is sealed yet.' : `All ${entries} sealed entries are as they were sealed`
  const part = purged > 0 ? ` (${purged} older ones were purged, on record)` : ''
  const rest =
    waiting === 0 ? '' : ` ${waiting} ${waiting === 1 ? 'entry waits' : 'entries wait'} for a seal.`
  return throughSequence === 0 ? all + rest : `${all}${part}.${rest}`
}

function problemText({ kind, sequence, entryId, seal }: Problem): string {
  const entry = `Entry ${sequence ?? ''}`.trim() + (entryId === null ? '' : ` (${entryId})`)
  switch (kind) {
    case 'altered':
      return `${entry} was altered after it was sealed.`
    case 'missing':
      return `${entry} was sealed and is missing.`
    case 'reordered':
      return `${entry} stands where another one was sealed: entries were reordered.`
    case 'inserted':
      return `The entry ${entryId} was inserted past the program: it is in no batch and waits for none.`
    case 'missing-unsealed':
      return `The entry ${entryId} was deleted before it was sealed.`
    case 'seal-altered':
      return `The seal of batch ${seal}, from entry ${sequence} on, was altered.`
    case 'seal-missing':
      return `The seal of batch ${seal}, from entry ${sequence} on, is missing.`
    case 'purge-unproved':
      return `The record begins after entry ${sequence}, and no purge of what was before is in it.`
    case 'root-unknown':
      return `The record, which ends at entry ${sequence}, never had this root: its end was cut off, an older copy was put back, or the root is of entries purged since.`
  }
}

function beforeIt({ sequence, kind }: Problem): string {
  if (kind === 'root-unknown') return 'Compare it with a backup.'
  return sequence === null || sequence <= 1
    ? 'Compare the record with a backup.'
    : `Everything before entry ${sequence} is as it was sealed; compare the rest with a backup.`
}
