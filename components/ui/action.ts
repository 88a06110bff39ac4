// What a server action answers, as the browser sees it (lib/action.ts makes it).
export type FaultView = {
  readonly code: string
  /** The public sentence: what happened and what to do. */
  readonly message: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly requestId?: string
}
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: FaultView }

/** The answer never came: nothing is known of what happened at the other end. */
export const NO_ANSWER: FaultView = {
  code: 'no-answer',
  message: 'The dashboard did not answer. Check the connection, then try again.',
}
