// Which source a word of the command line means.
import { filesSource, textSource } from './files.ts'
import type { Source } from './found.ts'
import { liveSource } from './live.ts'
import { OFFICIAL_REGISTRY, registrySource } from './registry-api.ts'
import { seedSource } from './seed.ts'

export type OpenOptions = {
  readonly allowPrivate: boolean
  /** For servers that are asked themselves; kept nowhere. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the tree's own seed lies. */
  readonly seedFolder: string
  /** Standard input, for the word `-`. */
  readonly readInput: () => Promise<string>
}

/** What may be named, as the usage says it. */
export const SOURCE_FORMS =
  'registry, registry:URL, seed, the URL of a server, or a file or folder: a tools/list answer, a client’s file, a server.json, Docker’s catalogue'

/**
 * @throws {Fault} invalid-input, url-refused, address-refused: nothing that can be read
 */
export async function openSource(word: string, options: OpenOptions): Promise<Source> {
  if (word === 'registry') return registrySource(OFFICIAL_REGISTRY, options)
  if (word.startsWith('registry:')) return registrySource(word.slice('registry:'.length), options)
  if (word === 'seed') return seedSource(options.seedFolder)
  if (/^https?:\/\//i.test(word)) return liveSource(word, options)
  return word === '-' ? textSource(await options.readInput()) : filesSource(word)
}
