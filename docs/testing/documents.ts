// The documents that users read: the pages of the manual, and what stands at the front of the tree.
import { readdirSync } from 'node:fs'

export const PAGES: readonly string[] = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)

export const DOCUMENTS: readonly string[] = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...PAGES]
