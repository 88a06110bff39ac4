// One attack as data: what is sent, and what must come of it. Ids are those of the catalogue that
// SECURITY.md describes; several cases may share one.

export type Era = 'legacy' | 'modern'

/** A request to the gateway, with a valid token unless something else is said. */
export type Attack = {
  readonly id: string
  readonly title: string
  /** Both where absent. */
  readonly eras?: readonly Era[]
  /** The policy of the grant; `ORDINARY` where absent. */
  readonly policy?: object
  /**
   * The body. In a text, `$META` is the envelope of 2026-07-28 (as further members of `params`), and nothing
   * on the older wire.
   */
  readonly body?: string | Uint8Array
  /** Over the usual headers; null leaves one out, a list sends it more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>
  readonly method?: string
  /** `$SERVER` is the server's id, `$TOKEN` the grant's token. */
  readonly path?: string
  readonly must: Outcome
}

export type Outcome =
  /**
   * Refused: this HTTP status (one of these), this JSON-RPC code. `recorded` is the number of deny rows: one
   * where it was known who asked, none where the request was turned away before that.
   */
  | {
      readonly refused: number | readonly number[]
      readonly code?: number | readonly number[]
      readonly recorded: 0 | 1
    }
  /** Passes, and the server gets exactly this in its body; what only looks like an attack must not be one. */
  | { readonly reaches: string }

/** What most attacks try to get round: one tool denied, one hidden, the rest allowed. */
export const ORDINARY = {
  version: '1',
  default: 'allow',
  hide: ['fail'],
  tools: { delete_account: { action: 'deny' } },
}
/** A grant with nothing but one tool. */
export const TOOL_ONLY = { version: '1', default: 'deny', tools: { echo: {} } }

export const ENVELOPE =
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},' +
  '"io.modelcontextprotocol/clientInfo":{"name":"attack","version":"1"}'

/** A tools/call whose params begin with this text. */
export function call(params: string, id = '1'): string {
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{${params}$META}}`
}

export const refused = (status: number | readonly number[], code?: number | readonly number[]): Outcome => ({
  refused: status,
  ...(code !== undefined && { code }),
  recorded: 1,
})
/** Refused before it was known who asked. */
export const turnedAway = (status: number | readonly number[]): Outcome => ({ refused: status, recorded: 0 })

export const PARSE = -32700
export const INVALID_REQUEST = -32600
export const INVALID_PARAMS = -32602
export const NO_METHOD = -32601
export const MISMATCH = -32020
export const BAD_VERSION = -32022

/** The same outcome for many inputs. */
export function each(
  id: string,
  title: string,
  must: Outcome,
  inputs: Readonly<Record<string, string>>,
  more: Partial<Attack> = {},
): Attack[] {
  return Object.entries(inputs).map(([what, body]) => ({
    id,
    title: `${title}: ${what}`,
    body,
    must,
    ...more,
  }))
}
