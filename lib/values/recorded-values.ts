// What is recorded of a call's arguments beside their names. What is left out is named, with the reason and
// the place, so that nobody takes a hole for an argument that was not sent.
import type { JsonObject } from '#lib/json/index.ts'

/** `names` keeps no values; `mentioned` those that the policy version reads; `all` every one. */
export const RECORD_MODES = ['names', 'mentioned', 'all'] as const
export type RecordMode = (typeof RECORD_MODES)[number]
export type ValueMode = Exclude<RecordMode, 'names'>

/** A place in the arguments whose value was not kept, or not whole. In the recorded tree stands null or the part that was kept. */
export type Gap = {
  /** A JSON Pointer into the arguments; '' for all of them. */
  readonly at: string
  /**
   * secret: looks like one; its digest is kept ·
   * long: of `bytes` (UTF-8, as JSON) only what stands there was kept ·
   * unmentioned: stands where the policy reads, but is not what it reads (another type, or the key in another letter case)
   */
  readonly kind: 'secret' | 'long' | 'unmentioned'
  /** Of a secret: equal for equal secrets of one server until its values are erased; keyed, so that it cannot be guessed at. */
  readonly digest?: string
  /** Of the whole value. */
  readonly bytes?: number
}

export type RecordedValues = {
  readonly mode: ValueMode
  /** The argument paths (`args.to[0]`) that were recorded; null for all there are. */
  readonly paths: readonly string[] | null
  readonly arguments: JsonObject
  readonly gaps: readonly Gap[]
}
