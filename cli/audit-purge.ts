// `audit purge`: drops old months of the record. For a timer of the operator's, with the role that may.
import { purgeAuditOver } from '#lib/data/own-seals.ts'
import { env } from '#lib/env.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

const DAY_MS = 86_400_000
const LEAST_DAYS = 30

export async function purgeRecord(args: string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS['audit purge'])
  const days = /^\d{1,5}$/.test(values['older-than'] ?? '') ? Number(values['older-than']) : 0
  if (days < LEAST_DAYS)
    throw new UsageError(`audit purge needs --older-than, a number of days from ${LEAST_DAYS} on.`)
  const gone = await purgeAuditOver(env().maintenanceDatabaseUrl, new Date(Date.now() - days * DAY_MS))
  console.log(
    gone === 0
      ? 'Nothing was deleted: no month that is over holds sealed entries alone.'
      : `Deleted ${gone} ${gone === 1 ? 'entry' : 'entries'}; the chain goes on from their roots, and the purge is on record.`,
  )
  return 0
}
