// What a person is asked about, as the gateway writes it and the dashboard reads it: the canonical text of
// a call's arguments and of what it brings back, sealed to one approval.
import { createHash } from 'node:crypto'
import { canonicalJson, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { openText, sealText } from '#lib/seal.ts'

/** Where the text is stored. */
export type CallOwner = { readonly organisationId: string; readonly approvalId: string }
export type AskedCall = {
  readonly arguments: JsonObject
  /** What a retry brings along (2026-07-28); null where the request has none. */
  readonly inputResponses: JsonObject | null
  readonly requestState: string | null
}
export type SealedCall = {
  readonly sealed: Buffer
  /** Of the whole text in UTF-8, of which a part may be all that is kept. */
  readonly bytes: number
  /** SHA-256 of the whole text, in hexadecimal. */
  readonly digest: string
}

/** As many characters of the text are kept; a person reads no more. */
export const MAX_KEPT_TEXT = 65_536

/** @param secretKey 32 bytes */
export function sealCall(secretKey: Buffer, owner: CallOwner, call: AskedCall): SealedCall {
  const text = callText(call)
  return {
    sealed: sealText(secretKey, placeOf(owner), text.slice(0, MAX_KEPT_TEXT).toWellFormed()),
    bytes: Buffer.byteLength(text),
    digest: createHash('sha256').update(text).digest('hex'),
  }
}

/**
 * The text that was sealed for this approval, cut where the call was longer.
 * @throws Error for anything else
 */
export function openCall(secretKey: Buffer, owner: CallOwner, sealed: Uint8Array): string {
  return openText(secretKey, placeOf(owner), sealed)
}

// Only what there is: nearly every call has arguments and nothing else.
function callText(call: AskedCall): string {
  return canonicalJson(
    jsonObject([
      ['arguments', call.arguments],
      ...(call.inputResponses === null ? [] : ([['inputResponses', call.inputResponses]] as const)),
      ...(call.requestState === null ? [] : ([['requestState', call.requestState]] as const)),
    ]),
  )
}

function placeOf({ organisationId, approvalId }: CallOwner): readonly string[] {
  return [organisationId, approvalId, 'approval.call']
}
