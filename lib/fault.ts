// The one error of this house: a stable code, a sentence a person can act on, and detail for the
// log. Only the first two ever leave a process.

/** Every code, with the HTTP status it is answered with. Codes are never reused. */
export const FAULTS = {
  'invalid-input': 422,
  'policy-invalid': 422,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'too-many-attempts': 429,
  // The person proves again that it is them; the same request then passes.
  'confirm-first': 403,
  forbidden: 403,
  'sign-up-closed': 403,
  'email-unconfirmed': 403,
  'provider-away': 502,
  'link-over': 410,
  'mail-off': 409,
  'last-way-in': 409,
  'email-taken': 409,
  'not-found': 404,
  'version-conflict': 409,
  'definition-changed': 409,
  'stop-holds': 409,
  'in-use': 409,
  'approval-closed': 409,
  'limit-reached': 409,
  'last-owner': 409,
  'trial-claimed': 409,
  'url-refused': 422,
  'address-refused': 422,
  'upstream-unreachable': 502,
  'upstream-slow': 504,
  'upstream-unauthorised': 502,
  'upstream-not-connected': 502,
  'upstream-not-renewed': 502,
  'upstream-not-mcp': 502,
  'upstream-error': 502,
  'upstream-too-large': 502,
  'upstream-busy': 503,
  'upstream-away': 502,
  'upstream-ended': 502,
  'connector-unknown': 401,
  'connector-elsewhere': 409,
  'grant-missing': 401,
  'grant-unknown': 401,
  'grant-revoked': 401,
  'grant-expired': 401,
  'malformed-message': 400,
  'unsupported-media-type': 415,
  'request-slow': 408,
  'too-large': 413,
  'url-too-long': 414,
  'headers-too-large': 431,
  'too-many-at-once': 429,
  'method-not-allowed': 405,
  stopped: 403,
  'origin-refused': 403,
  'store-unavailable': 503,
  internal: 500,
} as const

export type FaultCode = keyof typeof FAULTS

export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  /** Data for the caller's program, such as `{current: 4}` or the issues of a document. Leaves the house. */
  readonly data: Readonly<Record<string, unknown>>

  /**
   * @param message the public sentence: what happened, and what to do
   * @param options `data` leaves the house with the message; `cause` stays in the log
   */
  constructor(
    code: FaultCode,
    message: string,
    options: { data?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.data = options.data ?? {}
  }

  get status(): number {
    return FAULTS[this.code]
  }
}

/** For the `default` of an exhaustive switch: the compiler refuses first, the running program second. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
