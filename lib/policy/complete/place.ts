// Where a cursor stands in a document, also in one that is still being written.
import type { JsonObject } from '#lib/json/index.ts'

export type Place = {
  /** Of a key: the path of the object that holds it. Of a value: the path of the value. */
  readonly path: readonly (string | number)[]
  readonly at: 'key' | 'value'
  /** What is replaced by what is chosen, in UTF-16 units of the text; its quotes are part of it. */
  readonly from: number
  readonly to: number
  /** The object that holds the key, or that holds the value; what could be read of it. */
  readonly around: JsonObject
  /** The text goes on with another member right after the place, so that a comma is wanted. */
  readonly comma: boolean
}
