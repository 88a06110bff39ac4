// The manual of this installation.
import 'server-only'
import { join } from 'node:path'
import { env } from '#lib/env.ts'
import { type Manual, manualOf } from './pages-of.ts'

let kept: Promise<Manual> | undefined

/** Read once: the files are those of the release that runs. While somebody writes them, they are read each time. */
export function readManual(): Promise<Manual> {
  if (process.env.NODE_ENV === 'development') return manualOf(join(process.cwd(), 'docs'), env().appUrl)
  kept ??= manualOf(join(process.cwd(), 'docs'), env().appUrl).catch((error) => {
    kept = undefined
    throw error
  })
  return kept
}
