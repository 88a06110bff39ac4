// Breaking one line of a file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'

/** The file's text with the mutant's line broken; null where that line does not stand there exactly once. */
export function broken(root: string, { file, find, replace }: Mutant): string | null {
  const parts = readFileSync(join(root, file), 'utf8').split(find)
  return parts.length === 2 ? parts.join(replace) : null
}
