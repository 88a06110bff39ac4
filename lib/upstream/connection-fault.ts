// What went wrong on the wire, as one of a closed set of sentences: the text of a socket error would
// tell a tenant things about the network that this machine stands in.
import { Fault, type FaultCode } from '#lib/fault.ts'

type Verdict = readonly [code: FaultCode, sentence: (host: string) => string]

const NAME_UNKNOWN: Verdict = [
  'upstream-unreachable',
  (host) => `The name ${host} is not in DNS. Check the spelling of the server's URL.`,
]
const LOOK_UP_FAILED: Verdict = [
  'upstream-unreachable',
  (host) => `The name ${host} could not be looked up. Try again; if it lasts, check the name's DNS.`,
]
const REFUSED: Verdict = [
  'upstream-unreachable',
  (host) =>
    `${host} refused the connection. Check that the server runs and that the port in its URL is right.`,
]
const NO_ROUTE: Verdict = [
  'upstream-unreachable',
  (host) => `There is no way to ${host} from here. Check the server's network and firewall.`,
]
const NO_ANSWER: Verdict = [
  'upstream-unreachable',
  (host) => `${host} did not accept a connection in time. Check its port and its firewall.`,
]
const NOT_TLS: Verdict = [
  'upstream-unreachable',
  (host) => `${host} does not speak HTTPS on this port. Check the port and the scheme of the server's URL.`,
]
const EXPIRED: Verdict = [
  'upstream-unreachable',
  (host) => `The TLS certificate of ${host} has expired. Renew it, then try again.`,
]
const OTHER_NAME: Verdict = [
  'upstream-unreachable',
  (host) => `The TLS certificate shown by ${host} is for another name. Check the URL or the certificate.`,
]
const UNTRUSTED: Verdict = [
  'upstream-unreachable',
  (host) =>
    `The TLS certificate of ${host} is not signed by an authority that is trusted here. Install one with its full chain.`,
]
const CLOSED: Verdict = [
  'upstream-unreachable',
  (host) => `${host} closed the connection before its answer was complete. Try again, and look at its log.`,
]
const SLOW: Verdict = [
  'upstream-slow',
  (host) => `${host} stopped in the middle of its answer. Try again, and look at its log.`,
]
const NOT_HTTP: Verdict = [
  'upstream-error',
  (host) => `${host} answered with something that is not HTTP. Check the port in the server's URL.`,
]

const NOT_SENT: Verdict = [
  'upstream-error',
  (host) => `The request could not be sent to ${host}. Check the headers that are set for this server.`,
]

const VERDICTS: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: NAME_UNKNOWN,
  ENODATA: NAME_UNKNOWN,
  EAI_AGAIN: LOOK_UP_FAILED,
  ESERVFAIL: LOOK_UP_FAILED,
  EREFUSED: LOOK_UP_FAILED,
  ETIMEOUT: LOOK_UP_FAILED,
  ECONNREFUSED: REFUSED,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  EADDRNOTAVAIL: NO_ROUTE,
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  EPROTO: NOT_TLS,
  CERT_HAS_EXPIRED: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_NOT_YET_VALID: UNTRUSTED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CLOSED,
  UND_ERR_BODY_TIMEOUT: SLOW,
  UND_ERR_HEADERS_OVERFLOW: NOT_HTTP,
}

/** The fault for an error of a socket, of DNS or of undici. `handedOver` as in `send`. */
export function connectionFault(error: unknown, host: string, handedOver: boolean): Fault {
  if (error instanceof Fault) return error
  const [code, sentence] = verdictOf(error, handedOver)
  return new Fault(code, sentence(host), { data: { handedOver }, cause: error })
}

function verdictOf(error: unknown, handedOver: boolean): Verdict {
  // Several addresses were tried: the first failure speaks for all.
  if (error instanceof AggregateError && error.errors.length > 0)
    return verdictOf(error.errors[0], handedOver)
  const code = textOf(error, 'code')
  // A name server that refuses a connection says so with the same code as the upstream would.
  if (/^(?:query|getaddrinfo)/.test(textOf(error, 'syscall')))
    return VERDICTS[code] === NAME_UNKNOWN ? NAME_UNKNOWN : LOOK_UP_FAILED
  if (Object.hasOwn(VERDICTS, code)) return VERDICTS[code] ?? CLOSED
  if (code.startsWith('HPE_')) return NOT_HTTP
  if (code.startsWith('ERR_SSL_')) return NOT_TLS
  return handedOver ? CLOSED : NOT_SENT
}

function textOf(error: unknown, key: 'code' | 'syscall'): string {
  if (typeof error !== 'object' || error === null) return ''
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : ''
}
