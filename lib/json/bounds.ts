// What a JSON text may come to, and what is said of one that is none, or comes to more.

export type JsonBounds = {
  readonly maxDepth: number
  /** Values of all kinds together, objects and arrays included. */
  readonly maxNodes: number
  /** Keys of one object; any number where it is absent. */
  readonly maxKeys?: number
  /** UTF-16 units of one text, after its escapes, keys included; any number where it is absent. */
  readonly maxStringLength?: number
}
export const DEFAULT_BOUNDS: JsonBounds = { maxDepth: 64, maxNodes: 100_000 }

/** Where and why a text is not JSON. `offset` counts UTF-16 units from the start of the text. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly code: JsonErrorCode
  readonly offset: number
  constructor(code: JsonErrorCode, message: string, offset: number) {
    super(message)
    this.code = code
    this.offset = offset
  }
}
export type JsonErrorCode =
  | 'syntax'
  | 'duplicate-key'
  | 'too-deep'
  | 'too-many-nodes'
  | 'too-many-keys'
  | 'too-long'
  | 'lone-surrogate'
  | 'number-range'
