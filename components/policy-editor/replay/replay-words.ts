// Sentences about a replay.
import { countOf, figure } from '../words.ts'
import type { ReplayAnswer } from './use-replay.ts'

/** How many of the calls come out otherwise for certain, and of how many nobody knows. */
export function tallyOf({ calls, matrix }: Pick<ReplayAnswer, 'calls' | 'matrix'>) {
  const sum = (rows: ReplayAnswer['matrix']) => rows.reduce((total, row) => total + row.calls, 0)
  const unknown = sum(matrix.filter(({ from, to }) => from === 'unknown' || to === 'unknown'))
  const changed = sum(matrix.filter(({ from, to }) => from !== to && from !== 'unknown' && to !== 'unknown'))
  return { calls, changed, unknown }
}

export function replaySentence(result: Pick<ReplayAnswer, 'calls' | 'matrix'>): string {
  const { calls, changed, unknown } = tallyOf(result)
  if (calls === 0) return 'No recorded call to replay.'
  const otherwise =
    changed === 0 ? 'none would come out otherwise' : `${figure(changed)} would come out otherwise`
  const rest =
    unknown === 0 ? '' : `; of ${figure(unknown)} it is unknown, for it rests on what was not recorded`
  return `Of ${countOf(calls, 'recorded call')}, ${otherwise}${rest}.`
}
