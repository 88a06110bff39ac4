// The seed, loaded by itself: in the background of whatever serves pages, once for each version of it, by one of the
// replicas. One that dies at it is followed by another.
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#lib/log.ts'
import { runImport } from './run.ts'
import { seedSource } from './seed.ts'

const AGAIN_MS = 15_000

/**
 * Returns once this version of the seed is in the catalogue, whoever brought it there. Never throws: a catalogue
 * that is not there is no reason to serve nothing, and what failed is tried again.
 * @param folder with the seed's files
 */
export async function loadSeed(folder: string, againMs = AGAIN_MS): Promise<void> {
  for (;;) {
    try {
      const source = await seedSource(folder)
      const began = performance.now()
      const { outcome, added, changed, tools } = await runImport(source, { takeOver: false })
      const ms = Math.round(performance.now() - began)
      if (outcome === 'done') log.info({ added, changed, tools, ms }, 'the seed of the catalogue is loaded')
      if (outcome === 'done' || outcome === 'done-before') return
    } catch (error) {
      log.warn({ err: error }, 'the seed of the catalogue could not be loaded; it is tried again')
    }
    // Nobody waits for this: a process that wants to end may.
    await sleep(againMs, undefined, { ref: false })
  }
}
