// The way to a server that is signed in to: the access of everybody, or of the very person whose grant this is, read
// for each request and never kept for another. A server without a sign-in has one way for all (target.ts).
import { type Access, withToken } from '#lib/access/index.ts'
import { Fault } from '#lib/fault.ts'
import { readScopeWanted, type Sent, type Target } from '#lib/upstream/index.ts'
import type { Config } from './config.ts'
import type { Gate } from './gate.ts'
import { type Hide, hideSecrets } from './secrets.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import { hideOf, targetOf } from './target.ts'

export type Way = {
  readonly target: Target
  /** Takes the credentials of this way out of what comes back on it. */
  readonly hide: Hide
  /** Another way, after the server refused this one's credentials; null where there is none, or never was. */
  readonly again: (() => Promise<Way | null>) | null
}

// Working out how a token may be written costs 100 µs, and most calls of an account show the same one.
type Made = { readonly target: Target; readonly fixed: Target; readonly token: string; readonly hide: Hide }
const lately = new Map<string, Made>()
const MOST_LATELY = 500

/**
 * @throws {Fault} internal; upstream-not-connected where the person has not connected an account; what renewing it
 *   throws. Nothing was sent then
 */
export function wayTo(grounds: Grounds, gate: Gate): Way | Promise<Way> {
  return grounds.facts.server.oauth === null
    ? { target: targetOf(grounds, gate), hide: hideOf(grounds, gate), again: null }
    : signedInWay(grounds, gate)
}

async function signedInWay(grounds: Grounds, gate: Gate): Promise<Way> {
  const { facts } = grounds
  const { accesses } = gate.deps
  const asked = askedOf(grounds)
  const access = await accesses.of(asked).catch((error: unknown) => {
    throw error instanceof Fault && error.code === 'upstream-not-connected'
      ? withPlace(error, facts.server.id, gate)
      : error
  })
  const again = async () => {
    const next = await accesses.after(asked, access)
    if (!next) return null
    const refuse = async () => {
      await accesses.refuse(asked, next)
      return null
    }
    return { ...madeFor(grounds, next, gate), again: refuse }
  }
  return { ...madeFor(grounds, access, gate), again }
}

function askedOf({ facts }: Grounds) {
  return { organisationId: facts.organisationId, serverId: facts.server.id, userId: facts.user.id }
}

function madeFor(grounds: Grounds, { token, owner }: Access, gate: Gate): { target: Target; hide: Hide } {
  const fixed = targetOf(grounds, gate)
  const key = `${grounds.facts.server.id} ${owner}`
  const before = lately.get(key)
  if (before?.token === token && before.fixed === fixed) return before
  const authorization = `Bearer ${token}`
  // The one before it may be good for a while yet.
  const secrets = { ...fixed.headers, authorization, ...(before && { 'old-token': before.token }) }
  const target = withToken(fixed, token)
  const made = { target, fixed, token, hide: hideSecrets(secrets) }
  lately.delete(key)
  if (lately.size >= MOST_LATELY) {
    const oldest = lately.keys().next()
    if (!oldest.done) lately.delete(oldest.value)
  }
  lately.set(key, made)
  return made
}

// Whoever reads it in an agent's window has to find the place. Why it ended is told there, in the words of the
// authorization server: none of those reach an agent.
function withPlace({ code, data }: Fault, serverId: string, { config }: Gate): Fault {
  return new Fault(code, `Connect it: ${accountUrl(serverId, config)}`, { data })
}

/** The server takes none of the tokens that there are for it: a person has to look at it. */
export function accessRefused(serverId: string, { config }: Gate): Fault {
  return new Fault(
    'upstream-not-connected',
    `It takes the access no more that it was given. ${accountUrl(serverId, config)}`,
  )
}

/**
 * Where the server wants more than it was given, the next who connects is asked for it.
 * @throws {Fault} upstream-not-connected, then
 */
export async function tellWanted({ headers, body }: Sent, grounds: Grounds, gate: Gate): Promise<void> {
  const scope = readScopeWanted(headers['www-authenticate'])
  if (scope === null) return
  body.cancel()
  await gate.deps.accesses.want(askedOf(grounds), scope)
  throw new Fault(
    'upstream-not-connected',
    `It wants more than it was given: connect it again. ${accountUrl(grounds.facts.server.id, gate.config)}`,
  )
}

function accountUrl(serverId: string, { appUrl }: Config): string {
  return `${appUrl}/servers/${serverId}/account`
}
