// The values that were recorded of calls' arguments, opened for those who may see them: whoever may decide about
// a call sees its arguments already. Who writes rules need not see them; their drafts are judged by them all the same.
import { findCallValues, type SealedCallValues } from '#lib/data/call-values.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { serializeJson } from '#lib/json/index.ts'
import { may, requirePermission } from '#lib/role.ts'
import { openValues, type RecordedValues, type ValueKeys, valueKeys } from '#lib/values/index.ts'

type Calls = readonly { readonly id: string }[]
type Values = ReadonlyMap<string, RecordedValues | 'not recorded'>

/**
 * What was recorded of each of these calls. `not recorded`: names alone were kept, or the values had their time or
 * were erased, or they cannot be opened with this SECRET_KEY.
 * @returns an answer for each call, by its id
 * @throws Fault forbidden
 */
export async function readValues(member: Member, calls: Calls): Promise<Values> {
  requirePermission(member, 'values.read')
  return openedValues(member, calls)
}

/**
 * The same for a draft to be judged by: no value may leave what asks. @throws Fault forbidden (who writes no policies)
 */
export async function readValuesToJudge(member: Member, calls: Calls): Promise<Values> {
  requirePermission(member, 'policies.write')
  return openedValues(member, calls)
}

async function openedValues(member: Member, calls: Calls): Promise<Values> {
  const values = new Map<string, RecordedValues | 'not recorded'>(
    calls.map(({ id }) => [id, 'not recorded'] as const),
  )
  const keysOf = keysByServer(member.organisation.id)
  for (const row of await findCallValues(member.organisation, [...values.keys()]))
    values.set(row.callId, opened(member.organisation.id, row, keysOf(row)))
  return values
}

function opened(
  organisationId: string,
  row: SealedCallValues,
  keys: ValueKeys,
): RecordedValues | 'not recorded' {
  const { serverId, callId, sealed } = row
  try {
    return openValues(keys, { organisationId, serverId, callId }, sealed)
  } catch {
    // Sealed under a salt or a secret that is no more, or altered: there is nothing to show of it.
    return 'not recorded'
  }
}

/** Deriving keys costs more than opening a row; a page has calls of few servers. */
function keysByServer(organisationId: string): (row: SealedCallValues) => ValueKeys {
  const known = new Map<string, ValueKeys>()
  return ({ serverId, salt }) => {
    const keys = known.get(serverId) ?? valueKeys(env().secretKey, { organisationId, serverId, salt })
    known.set(serverId, keys)
    return keys
  }
}

/** As a page is told of it: arguments as JSON text, which keeps every digit. */
export function valuesView({ mode, arguments: args, gaps }: RecordedValues): {
  readonly mode: RecordedValues['mode']
  readonly text: string
  readonly gaps: RecordedValues['gaps']
} {
  return { mode, text: serializeJson(args), gaps }
}

/** What a member may see of the values of one call: `hidden` from those who may see none, null where none are recorded. */
export async function viewValues(
  member: Member,
  call: { readonly id: string },
): Promise<ReturnType<typeof valuesView> | 'hidden' | null> {
  if (!may(member, 'values.read')) return 'hidden'
  const values = (await readValues(member, [call])).get(call.id)
  return values === undefined || values === 'not recorded' ? null : valuesView(values)
}
