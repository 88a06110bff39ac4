// What was done, for `npm run prove`, which counts it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Swept } from './sweep.ts'

/** Leaves a file where the proof asked for one. */
export function report(swept: Swept): void {
  const folder = process.env.FAULTS_REPORT
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${swept.kind} ${swept.when}.json`), JSON.stringify(swept))
}
