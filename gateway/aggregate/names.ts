// What a server's tools, prompts and resources are called at the address of all servers. A name is made of the server's
// slug, which is never another server's, and of the server's own name, by nothing but these two: it is the same on every
// replica, today and tomorrow, and no two tools share one.
import { createHash } from 'node:crypto'

/** As long as the models' own interfaces let a tool's name be. */
export const LONGEST_NAME = 64
const MARK = '__'
const DIGEST_LENGTH = 12
// Names that end like one that was shortened are always shortened themselves, so that none can pass for another's.
const SHORTENED = /__[0-9a-v]{12}$/

/** A tool's name here: `<slug>__<tool>`, or with a digest for its end where that is longer than 64 characters. */
export function shownTool(slug: string, tool: string): string {
  const plain = slug + MARK + tool
  if (plain.length <= LONGEST_NAME && !SHORTENED.test(tool)) return plain
  const room = LONGEST_NAME - slug.length - 2 * MARK.length - DIGEST_LENGTH
  const start = tool.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, Math.max(0, room))
  return slug + MARK + start + MARK + digestOf(tool)
}

/** A prompt's name here. No model's interface bounds those: they are never shortened. */
export function shownPrompt(slug: string, prompt: string): string {
  return slug + MARK + prompt
}

/** What a name here says: whose it is, and the server's own name; null where no slug stands before it. */
export function readShown(name: string): { slug: string; own: string } | null {
  const end = name.indexOf(MARK)
  if (end < 1 || end + MARK.length >= name.length) return null
  return { slug: name.slice(0, end), own: name.slice(end + MARK.length) }
}

/** True for the server's part of a name that says only by a digest which tool it is. */
export function isShortened(own: string): boolean {
  return SHORTENED.test(own)
}

const SCHEME = 'portcullis://'
// A host shows a tool's page (MCP Apps) for this scheme alone, and fetches it from nowhere but its server.
const PAGE = 'ui://'

/** A resource's URI here. A template's variables stay where they are, so that what it expands to is read back. */
export function shownUri(slug: string, uri: string): string {
  if (uri.startsWith(PAGE)) return PAGE + slug + MARK + uri.slice(PAGE.length)
  return `${SCHEME}${slug}/${uri}`
}

/** Whose a URI is, and the server's own; null for one that this gateway never showed. */
export function readUri(uri: string): { slug: string; own: string } | null {
  if (uri.startsWith(PAGE)) {
    const page = readShown(uri.slice(PAGE.length))
    return page && { slug: page.slug, own: PAGE + page.own }
  }
  if (!uri.startsWith(SCHEME)) return null
  const end = uri.indexOf('/', SCHEME.length)
  if (end <= SCHEME.length || end + 1 >= uri.length) return null
  return { slug: uri.slice(SCHEME.length, end), own: uri.slice(end + 1) }
}

// In base 32 (RFC 4648's extended hex), so that sixty bits take twelve characters that every client allows.
function digestOf(tool: string): string {
  const number = BigInt(`0x${createHash('sha256').update(tool).digest('hex').slice(0, 15)}`)
  return number.toString(32).padStart(DIGEST_LENGTH, '0')
}
