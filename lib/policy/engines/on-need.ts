// In a browser the libraries are fetched when a text asks for them, or when nothing else is to be done.
// Whoever has a text to read says so first (`loadEngines`); one that needs a library that is not there is
// not read at all.
import type { Engine, Engines, RegexLibrary, YamlLibrary } from './library.ts'

let yaml: YamlLibrary | null = null
let regex: RegexLibrary | null = null

export const engines: Engines = {
  yamlLibrary: () => yaml ?? missing('YAML'),
  regexLibrary: () => regex ?? missing('regular expressions'),
  isLoaded: (engine) => (engine === 'yaml' ? yaml : regex) !== null,
  load: async (wanted) => {
    await Promise.all(wanted.map((engine) => LOAD[engine]()))
  },
}

const LOAD: Record<Engine, () => Promise<void>> = {
  yaml: async () => {
    yaml ??= (await import('./yaml-library.ts')).YAML
  },
  regex: async () => {
    regex ??= (await import('./regex-library.ts')).REGEX
  },
}

function missing(what: string): never {
  throw new Error(`What reads ${what} has not been loaded yet. Load it before the text is read.`)
}
