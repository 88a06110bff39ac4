// Whether a process runs, by its number alone.
import { readFileSync } from 'node:fs'

/**
 * False as well for one that has ended and that nobody has counted yet: after kill -9 of a whole
 * instance its programs may stay so for long, where the first process of a container counts no children.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return !/^[ZX]/.test(statOf(pid)?.[0] ?? '')
}

/** The kernel's starting time of a process, or null where there is no /proc. */
export function startOf(pid) {
  return statOf(pid)?.[19] ?? null
}

// What /proc says of it after its name, from its state on; the name may hold anything.
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
