// What can go wrong between here and an upstream, in a closed set of sentences: nothing that an
// upstream says about its own failure is repeated to a client.
import { Fault } from '#lib/fault.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { ERROR, errorOf, type RequestId } from '#lib/mcp/index.ts'

const SENTENCES = {
  'upstream-unreachable':
    'The server could not be reached. The request was not carried out, or its answer was lost.',
  'upstream-slow': 'The server did not answer in time. Whether it carried the request out is not known.',
  'upstream-refused-address':
    'The address of the server is refused by this gateway. Ask its owner to look at it.',
  'upstream-credentials':
    'The server refused the credentials that are stored for it. Ask its owner to renew them.',
  'upstream-not-connected': 'This server is signed in to with an account that is not connected.',
  'upstream-not-renewed':
    'The access to this server could not be renewed just now. The request was not carried out: try again in a moment.',
  'upstream-busy': 'The server asks for fewer requests. Try again later.',
  'upstream-failed':
    'The server failed while it worked on the request. Whether it carried it out is not known.',
  'upstream-too-large': 'The answer of the server is larger than this gateway passes on.',
  'upstream-not-mcp': 'The server answered with something that is not MCP. The answer was dropped.',
  'upstream-foreign-result':
    'The server answered in a way that this gateway does not pass on. The answer was dropped.',
  'upstream-asks':
    'The server asks for something that the policy of this grant, or the client, does not let it ask.',
  'upstream-asks-on': 'The server asked for input too many times in one call. Start again, or ask its owner.',
  'upstream-away': 'The connector of this server is not connected. Start it on its machine, then try again.',
  'upstream-ended':
    'The process of the server ended before it had answered. Whether it carried the request out is not known.',
  'upstream-forgot': 'The server has forgotten its session and did not carry the request out. Send it again.',
  'gateway-credentials':
    'The credentials stored for the server cannot be opened. Ask its owner to enter them again.',
  'gateway-store': 'The gateway could not reach its database. Try again in a moment.',
  'stream-too-long': 'The stream was open for as long as one may be. Open another.',
  'gateway-ends': 'The gateway is going down. Try again in a moment.',
  stopped:
    'An emergency stop ended this request while it was under way. Whether the server carried it out is not known.',
  'grant-ended': 'The grant was changed or revoked while the request was under way.',
} as const
export type TroubleCode = keyof typeof SENTENCES

/** A failure of the exchange with the upstream, by its code in the closed set. */
export class Trouble extends Error {
  readonly code: TroubleCode
  /** @param more a sentence of this house's people, such as why something was stopped */
  constructor(code: TroubleCode, more = '') {
    super(more === '' ? SENTENCES[code] : `${SENTENCES[code]} ${more}`)
    this.code = code
  }
}

/** What an HTTP status of an upstream means where it carries no answer. */
export function troubleOfStatus(status: number): Trouble {
  if (status === 401 || status === 403 || status === 407) return new Trouble('upstream-credentials')
  if (status === 429) return new Trouble('upstream-busy')
  return new Trouble(status >= 500 ? 'upstream-failed' : 'upstream-not-mcp')
}

/** What a fault of the one door means for a client. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error
  if (!(error instanceof Fault)) return new Trouble('upstream-failed')
  switch (error.code) {
    case 'url-refused':
    case 'address-refused':
      return new Trouble('upstream-refused-address')
    case 'upstream-slow':
      return new Trouble('upstream-slow')
    case 'upstream-too-large':
      return new Trouble('upstream-too-large')
    case 'upstream-busy':
      return new Trouble('upstream-busy')
    case 'upstream-away':
      return new Trouble('upstream-away')
    case 'upstream-ended':
      return new Trouble('upstream-ended')
    case 'upstream-unreachable':
      return new Trouble('upstream-unreachable')
    case 'upstream-not-renewed':
      return new Trouble('upstream-not-renewed')
    case 'upstream-not-connected':
      return new Trouble('upstream-not-connected', error.message)
    case 'upstream-unauthorised':
      return new Trouble('upstream-credentials')
    case 'store-unavailable':
      return new Trouble('gateway-store')
    case 'internal':
      return new Trouble('gateway-credentials')
    case 'stopped':
      return new Trouble('stopped', error.message)
    case 'grant-unknown':
    case 'grant-revoked':
    case 'grant-expired':
    case 'not-found':
      return new Trouble('grant-ended')
    default:
      return new Trouble('upstream-not-mcp')
  }
}

/** The JSON-RPC error that tells a client of it. */
export function troubleAnswer(id: RequestId, trouble: Trouble): JsonObject {
  return errorOf(
    id,
    ERROR.internal,
    trouble.message,
    fromPlain({ 'io.portcullis/upstream': { code: trouble.code } }),
  )
}
