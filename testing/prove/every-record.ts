// P4: no executed call is missing from the record. The journal of the whole run, joined with every row.
import { type AdmittedRecord, admittedRecords, joinRecords } from './records.ts'
import { type Result, resultOf } from './result.ts'
import type { Stage } from './stage.ts'

const CLAIM =
  'For every call that reached the upstream there is exactly one record, made before it was forwarded.'

/** Over everything that ran on this stage until now. */
export async function proveEveryRecord(stage: Stage): Promise<Result> {
  const seen = await stage.upstream.journal()
  const records: AdmittedRecord[] = []
  for (const organisationId of stage.organisations)
    for (const record of await admittedRecords(stage, organisationId)) records.push(record)
  const joined = joinRecords(seen, records)
  const looked = seen.filter(({ wasRecorded }) => wasRecorded !== null)
  return resultOf(
    'No call unrecorded',
    CLAIM,
    seen.length,
    {
      'without a record': joined.missing,
      'recorded twice, or forwarded twice': joined.double,
      'recorded after they were forwarded': joined.late,
      'not yet in the database when the upstream looked': looked.filter(({ wasRecorded }) => !wasRecorded)
        .length,
    },
    {
      'seen by the upstream': seen.length,
      'records of admitted calls': records.length,
      'looked up by the upstream before it answered': looked.length,
    },
  )
}
