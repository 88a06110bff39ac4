// What is kept of a call's arguments: what the mode says, without secrets, and not more than fits. Everything
// that is left out is named in `gaps`.
import { createHmac } from 'node:crypto'
import {
  canonicalJson,
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  serializeJson,
} from '#lib/json/index.ts'
import { childPointer, type Path, pathText } from '#lib/policy/index.ts'
import { hasSecretShape, isSecretKey, isSecretName } from '#lib/secrets/index.ts'
import { pickPaths } from './pick.ts'
import type { Gap, RecordedValues } from './recorded-values.ts'
import { createSizes } from './sizes.ts'

/** As JSON, in UTF-16 units, together with what is said of the gaps. */
export const MAX_RECORDED = 16_384
/** Of one text. */
export const MAX_RECORDED_TEXT = 4096
// Secrets are looked for a little beyond what is kept of a text, so that none is cut into what is no secret.
const LOOKED_AT = 2 * MAX_RECORDED_TEXT
// What a gap takes of the room: its place, digest and size.
const GAP_ROOM = 120

export type RecordOptions = {
  /** What the policy mentions of the tool; null to record everything. */
  readonly paths: readonly Path[] | null
  /** The key of the server's digests. */
  readonly digestKey: Buffer
  /** Whether a JSON text holds a credential of the server's own. */
  readonly holdsCredential?: (json: string) => boolean
}

export function recordValues(
  args: JsonObject,
  { paths, digestKey, holdsCredential }: RecordOptions,
): RecordedValues {
  const picked = paths === null ? { arguments: args, gaps: [] } : pickPaths(args, paths)
  // Nearly always there is none in the whole text, and then there is none in any part of it.
  const holds = holdsCredential?.(serializeJson(picked.arguments)) ? holdsCredential : () => false
  const keeper = new Keeper(digestKey, holds)
  const kept = keeper.keep(picked.arguments, '', '')
  return {
    mode: paths === null ? 'all' : 'mentioned',
    paths: paths?.map(pathText) ?? null,
    arguments: isJsonObject(kept) ? kept : jsonObject(),
    gaps: [...picked.gaps.slice(0, MAX_GAPS), ...keeper.gaps],
  }
}
// Of what is not mentioned: more than these are of no use to anybody.
const MAX_GAPS = 200

/** Walks the arguments once, with what room is left. */
class Keeper {
  readonly gaps: Gap[] = []
  private room = MAX_RECORDED
  private readonly sizes = createSizes()
  private readonly digestKey: Buffer
  private readonly holdsCredential: (json: string) => boolean

  constructor(digestKey: Buffer, holdsCredential: (json: string) => boolean) {
    this.digestKey = digestKey
    this.holdsCredential = holdsCredential
  }

  /** The value as it is recorded. `name` is what it is called, '' where it has no name. */
  keep(value: Json, name: string, at: string): Json {
    // Nothing and a yes or no tell no secret, and say much about a call.
    if (value === null || typeof value === 'boolean') return this.take(value, 5)
    if (name !== '' && isSecretName(name, isJsonNumber(value))) return this.hide(value, at)
    if (typeof value === 'string') return this.keepText(value, at)
    if (Array.isArray(value)) return this.keepElements(value, at)
    if (isJsonObject(value)) return this.keepMembers(value, at)
    const text = serializeJson(value)
    return this.holdsCredential(text) ? this.hide(value, at) : this.take(value, text.length)
  }

  private keepText(text: string, at: string): Json {
    const looked = text.slice(0, LOOKED_AT)
    if (hasSecretShape(looked) || this.holdsCredential(JSON.stringify(looked))) return this.hide(text, at)
    const most = Math.max(0, Math.min(MAX_RECORDED_TEXT, this.room))
    if (text.length <= most) return this.take(text, text.length + 2)
    this.gap({ at, kind: 'long', bytes: this.sizes.of(text) })
    return this.take(text.slice(0, most).toWellFormed(), most + 2)
  }

  private keepElements(elements: Json[], at: string): Json {
    const kept: Json[] = []
    for (const [index, element] of elements.entries()) {
      if (this.room <= 0) {
        this.gap({ at, kind: 'long', bytes: this.sizes.of(elements) })
        break
      }
      kept.push(this.keep(element, '', childPointer(at, index)))
    }
    return this.take(kept, 2 + kept.length)
  }

  private keepMembers(object: JsonObject, at: string): Json {
    const kept = jsonObject()
    const entries = Object.entries(object)
    // A key may be a secret itself, and would stand in the place of every gap below it.
    if (
      entries.some(
        ([key]) => isSecretKey(key.slice(0, LOOKED_AT)) || this.holdsCredential(JSON.stringify(key)),
      )
    )
      return this.hide(object, at)
    const named = namesSecret(object)
    for (const [key, value] of entries) {
      if (this.room <= 0 || key.length > MAX_KEY) {
        this.gap({ at, kind: 'long', bytes: this.sizes.of(object) })
        break
      }
      this.room -= key.length + 4
      const place = childPointer(at, key)
      kept[key] =
        named && !NAMING.has(key.toLowerCase()) ? this.hide(value, place) : this.keep(value, key, place)
    }
    return this.take(kept, 2)
  }

  private hide(value: Json, at: string): null {
    const json = canonicalJson(value)
    const digest = createHmac('sha256', this.digestKey).update(json).digest('hex').slice(0, 32)
    this.gap({ at, kind: 'secret', digest, bytes: Buffer.byteLength(json) })
    return this.take(null, 5)
  }

  private gap(gap: Gap): void {
    this.gaps.push(gap)
    this.room -= GAP_ROOM + gap.at.length
  }

  private take<Value extends Json>(value: Value, room: number): Value {
    this.room -= room
    return value
  }
}

const MAX_KEY = 1024

// {"name": "Authorization", "value": "…"}: what the one member calls a secret is in the others.
const NAMING = new Set(['name', 'key', 'header', 'field', 'type'])
const IDENTIFIER = /^[\w.-]{1,64}$/
function namesSecret(object: JsonObject): boolean {
  return Object.entries(object).some(
    ([key, value]) =>
      NAMING.has(key.toLowerCase()) &&
      typeof value === 'string' &&
      IDENTIFIER.test(value) &&
      isSecretName(value),
  )
}
