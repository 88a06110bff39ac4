// Which libraries a text needs to be read, told before it is read.
import { engines } from '#lib/policy/engines/chosen.ts'
import { notationOf } from '../source/format.ts'
import type { Engine } from './library.ts'

/** Every library, and so every text. */
const ALL: readonly Engine[] = ['yaml', 'regex']

/**
 * Rather too many than too few: a key may be written with escapes, so whatever has one may be a `regex`.
 * A text that still meets a library that is not there is not read; it throws.
 */
export function enginesFor(text: string): readonly Engine[] {
  const needs: Engine[] = []
  if (notationOf(text) === 'yaml') needs.push('yaml')
  if (text.includes('regex') || text.includes('\\')) needs.push('regex')
  return needs
}

/** What has to be loaded before these texts can be read; none where all is there, as always on a server. */
export function enginesMissing(texts: readonly string[]): readonly Engine[] {
  const needs = new Set(texts.flatMap(enginesFor))
  return [...needs].filter((engine) => !engines.isLoaded(engine))
}

/** Resolves once any text can be read, or the ones that need no more than `wanted`. */
export function loadEngines(wanted: readonly Engine[] = ALL): Promise<void> {
  return engines.load(wanted)
}
