// Addresses of listings and of their tools. Once given they stay, so nothing here looks at a row that has one.
import { createHash } from 'node:crypto'
import { plainSlug } from '../slug.ts'
import { lastPart, type PreparedListing } from './prepared.ts'

const LONGEST = 80

/** The slugs that a new listing would like to have, the best first. The last one is its own alone. */
export function wantedSlugs({ slug, facts }: PreparedListing): string[] {
  const name = plainSlug(facts.name, LONGEST)
  const short = plainSlug(lastPart(facts.name), LONGEST)
  const own = `${short || 'server'}-${shortHash(facts.name.normalize('NFC').toLowerCase())}`
  return [...new Set([plainSlug(slug, LONGEST), short, name, own].filter((wanted) => wanted !== ''))]
}

/** The slug of a tool that is new to its server. @param taken by its other tools; the new one is put among them */
export function newToolSlug(name: string, taken: Set<string>): string {
  const plain = plainSlug(name, LONGEST) || 'tool'
  const slug = taken.has(plain) ? `${plain}-${shortHash(name)}` : plain
  taken.add(slug)
  return slug
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
