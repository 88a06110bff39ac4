// What outlives the collecting of young objects. A thing that is over and is still held by something old, were it only by
// garbage, is moved to where only the slow collecting of everything finds it.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options?: { type: 'minor' | 'major' }) => void

/** How many bytes of old memory `work` leaves, after the young one was collected behind each of its `steps`. */
export function oldBytesLeft(steps: number, work: (step: number) => void): number {
  collect()
  const before = oldBytes()
  for (let step = 0; step < steps; step++) {
    work(step)
    // Twice: what is alive is moved once within the young memory, and then out of it.
    collect({ type: 'minor' })
    collect({ type: 'minor' })
  }
  return oldBytes() - before
}

function oldBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name === 'old_space' || space_name === 'large_object_space')
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0)
}
