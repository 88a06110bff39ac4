// What is kept of a tool call's arguments beside their names, where its server's setting says so: picked, freed of
// secrets and sealed before admission, which writes it down with the record.
import type { DecidedCall } from '#lib/data/admission/index.ts'
import type { JsonObject } from '#lib/json/index.ts'
import { mentionedPaths, type Path } from '#lib/policy/index.ts'
import { recordValues, sealValues, type ValueKeys, valueKeys } from '#lib/values/index.ts'
import type { Gate } from '../gate.ts'
import { hideOf } from '../target.ts'
import type { Grounds } from './authenticate-grant.ts'

type Recording = NonNullable<Grounds['facts']['server']['recording']>

// Deriving them costs more than sealing a call, and facts are used for many calls.
const keysOf = new WeakMap<Recording, ValueKeys>()

/** The call with its values, or as it was where names alone are kept. */
export function withValues(call: DecidedCall, args: JsonObject, grounds: Grounds, gate: Gate): DecidedCall {
  const { recording } = grounds.facts.server
  if (recording === null) return call
  const paths = recording.mode === 'all' ? null : pathsOf(call, grounds)
  // A policy that reads no argument mentions none: there is nothing to keep, and nothing is unknown.
  if (paths?.length === 0) return call
  const holdsCredential = credentialsOf(grounds, gate)
  if (!holdsCredential) return call
  const { organisationId, server } = grounds.facts
  const place = { organisationId, serverId: server.id, callId: call.id }
  const keys = keysFor(recording, grounds, gate)
  const recorded = recordValues(args, { paths, digestKey: keys.digest, holdsCredential })
  const { mode, salt } = recording
  return { ...call, values: { mode, salt, sealed: sealValues(keys, place, recorded) } }
}

function pathsOf(call: DecidedCall, { policy }: Grounds): readonly Path[] {
  return policy ? mentionedPaths(policy, call.tool) : []
}

/** null where the server's credentials cannot be opened, and so not be told from what may be kept. */
function credentialsOf(grounds: Grounds, gate: Gate): ((json: string) => boolean) | null {
  try {
    const hide = hideOf(grounds, gate)
    return (json) => hide(json) !== json
  } catch {
    return null
  }
}

function keysFor(recording: Recording, { facts }: Grounds, { config }: Gate): ValueKeys {
  const found = keysOf.get(recording)
  if (found) return found
  const { organisationId, server } = facts
  const made = valueKeys(config.secretKey, { organisationId, serverId: server.id, salt: recording.salt })
  keysOf.set(recording, made)
  return made
}
