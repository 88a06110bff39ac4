// JSON-RPC and MCP error codes that this gateway sends, and the refusal of a message before policy.
import type { JsonObject } from '#lib/json/index.ts'
import type { RequestId } from './message.ts'

export const ERROR = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
} as const
export type ErrorCode = (typeof ERROR)[keyof typeof ERROR]

/** Why a message goes no further, before any policy is asked. `message` is public. */
export type Refusal = {
  readonly status: 200 | 400 | 404
  readonly code: ErrorCode
  readonly message: string
  /** The id to answer, where the message had a usable one. */
  readonly id: RequestId | null
  /** The method it named, for the record; '' where none could be read. */
  readonly method: string
  readonly data?: JsonObject
}

/** Thrown inside lib/mcp only; `readMessage` turns it into a value. */
export class RefusedMessage extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}
