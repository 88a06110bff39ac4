// Public pages are the same for everybody: one is drawn once, kept for a short while, and given to all who ask.
// What differs is the nonce, which is fresh in each answer. Nothing of who asks reaches the drawing but the theme.
import { withLateScripts } from './late-scripts.ts'

/** Well under the minute in which a change has to be seen. */
const KEEP_MS = 20_000
const MAX_KEPT = 400
const MAX_LENGTH = 1_500_000
const DRAW_MS = 15_000

/** A page without what differs between two who ask for it. */
type Kept = {
  readonly status: number
  readonly html: string
  /** The nonce that stands in `html`. */
  readonly nonce: string
  readonly headers: readonly (readonly [string, string])[]
}
type Drawing = { readonly at: number; readonly page: Promise<Kept | null> }

const kept = new Map<string, Drawing>()

// Of the drawing alone: lengths, connections and how long others may keep it.
const OWN_HEADERS =
  /^(content-length|content-encoding|content-security-policy|transfer-encoding|connection|keep-alive|cache-control|date|etag|set-cookie|strict-transport-security|x-powered-by)$/

/**
 * @param address path and query, as they were asked for
 * @param draw fetches the page as the framework draws it, from this very program
 * @param now milliseconds
 * @returns null where there is nothing to keep: a redirect, a fault, a page that is too long
 */
export async function keptPage(
  address: string,
  draw: (signal: AbortSignal) => Promise<Response>,
  now = Date.now(),
): Promise<Kept | null> {
  const found = kept.get(address)
  if (found && now - found.at < KEEP_MS) return found.page
  const drawing = { at: now, page: drawn(draw).catch(() => null) }
  kept.delete(address)
  kept.set(address, drawing)
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break
    kept.delete(oldest)
  }
  const page = await drawing.page
  if (page === null && kept.get(address) === drawing) kept.delete(address)
  return page
}

/** The answer to one who asks, under a nonce of its own. */
export function answerWith(page: Kept, nonce: string): Response {
  // A header that names what to load early bears the nonce too.
  const fresh = (text: string) => text.replaceAll(page.nonce, nonce)
  const headers = new Headers(page.headers.map(([name, value]): [string, string] => [name, fresh(value)]))
  // The browser may keep it to go back to, nobody in between: a nonce is for one answer.
  headers.set('cache-control', 'private, no-cache')
  return new Response(fresh(page.html), { status: page.status, headers })
}

async function drawn(draw: (signal: AbortSignal) => Promise<Response>): Promise<Kept | null> {
  const answer = await draw(AbortSignal.timeout(DRAW_MS))
  const isPage = /^text\/html\b/.test(answer.headers.get('content-type') ?? '')
  const nonce = /'nonce-([A-Za-z0-9+/=]+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
  if (![200, 404].includes(answer.status) || !isPage || nonce === undefined) {
    await answer.body?.cancel()
    return null
  }
  const html = await answer.text()
  // What broke while it was drawn has no heading: its scripts would say so, and must run at once.
  if (html.length > MAX_LENGTH || !html.includes('<h1')) return null
  const headers = [...answer.headers].filter(([name]) => !OWN_HEADERS.test(name))
  // No text of anybody's holds a bare quote: only the element itself says so.
  const status = html.includes(' data-missing="true"') ? 404 : answer.status
  return { status, html: withLateScripts(html, nonce), nonce, headers }
}
