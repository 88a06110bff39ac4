// One instance per data folder: a file with the number of the process that owns it. A file whose
// process is gone (kill -9, power cut) is taken over.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startOf } from '../alive.mjs'
import { Refusal } from './say.mjs'

/**
 * @param {string} directory the data folder
 * @param {string} address where this instance will answer, for the sentence others get
 * @returns {{ release: () => void, tookOver: boolean }}
 */
export function takeLock(directory, address) {
  const file = join(directory, 'lock')
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), address })
  let tookOver = false
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' })
      return { tookOver, release: () => readLock(file)?.text === mine && rmSync(file, { force: true }) }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const other = readLock(file)
    if (other && isOwned(other)) {
      throw new Refusal(
        `Portcullis is already running on ${directory} (process ${other.pid}), at ${other.address}.\nStop that one first, or give this one a folder of its own: DATA_DIR=./data-2 PORT=3001 npm start`,
      )
    }
    tookOver = setAside(file, other)
  }
  throw new Refusal(`The lock ${file} could not be taken: another instance is starting. Try again.`)
}

// Renaming decides between two that see the same stale file; the loser finds a fresh one and stops.
function setAside(file, seen) {
  const aside = `${file}.${process.pid}`
  try {
    if (readLock(file)?.text !== seen?.text) return false
    renameSync(file, aside)
    rmSync(aside)
    return true
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

function readLock(file) {
  try {
    const text = readFileSync(file, 'utf8')
    return { text, ...JSON.parse(text) }
  } catch {
    return null
  }
}

// A number is used again by other programs; number and starting time together are not.
function isOwned({ pid, startedAt }) {
  if (!isAlive(pid)) return false
  const start = startOf(pid)
  return start === null || startedAt === null || start === startedAt
}
