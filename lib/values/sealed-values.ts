// Recorded values at rest: sealed under a key of their server's own, and bound to organisation, server and
// call. Whoever takes the server's salt away takes the key away: that is how values are erased at once.
import { hkdfSync } from 'node:crypto'
import {
  fromPlain,
  isJsonObject,
  type Json,
  jsonObject,
  parseJson,
  serializeJson,
  toPlain,
} from '#lib/json/index.ts'
import { openText, sealText } from '#lib/seal.ts'
import type { Gap, RecordedValues, ValueMode } from './recorded-values.ts'

/** What a server's values are sealed with. */
export type ValueKeys = { readonly seal: Buffer; readonly digest: Buffer }
export type ValueServer = {
  readonly organisationId: string
  readonly serverId: string
  /** Random, of the server's row. */
  readonly salt: Uint8Array
}

const KEY_BYTES = 32

/**
 * The keys of one server, as long as its salt stays. A key of its own for each server also keeps the number of
 * texts under one key far below what AES-GCM with random nonces bears.
 * @param secretKey 32 bytes
 */
export function valueKeys(secretKey: Buffer, { organisationId, serverId, salt }: ValueServer): ValueKeys {
  const purpose = JSON.stringify(['portcullis values v1', organisationId, serverId])
  const bytes = Buffer.from(hkdfSync('sha256', secretKey, salt, purpose, 2 * KEY_BYTES))
  return { seal: bytes.subarray(0, KEY_BYTES), digest: bytes.subarray(KEY_BYTES) }
}

/** Where a call's values are stored. */
export type ValuePlace = {
  readonly organisationId: string
  readonly serverId: string
  readonly callId: string
}

export function sealValues({ seal }: ValueKeys, place: ValuePlace, values: RecordedValues): Buffer {
  const text = serializeJson(
    jsonObject([
      ['mode', values.mode],
      ['paths', values.paths === null ? null : [...values.paths]],
      ['arguments', values.arguments],
      ['gaps', fromPlain(values.gaps)],
    ]),
  )
  return sealText(seal, placeOf(place), text)
}

/** @throws Error for what was sealed for another place, under another salt, or altered */
export function openValues({ seal }: ValueKeys, place: ValuePlace, sealed: Uint8Array): RecordedValues {
  const stored = parseJson(openText(seal, placeOf(place), sealed), STORED_BOUNDS)
  if (!isJsonObject(stored) || !isJsonObject(stored.arguments)) throw new Error('no recorded values')
  return {
    mode: stored.mode as ValueMode,
    paths: stored.paths as string[] | null,
    arguments: stored.arguments,
    gaps: toPlain(stored.gaps as Json) as Gap[],
  }
}

// One level deeper than a message may be: the arguments of one stand in the record.
const STORED_BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

function placeOf({ organisationId, serverId, callId }: ValuePlace): readonly string[] {
  return [organisationId, serverId, callId, 'call.values']
}
