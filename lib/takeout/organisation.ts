// Everything of an organisation as one file of JSON lines, without its secrets. Each line says what it is; the last one says
// that the file is whole.
import { recordDeed } from '#lib/data/audit-access.ts'
import type { Member } from '#lib/data/model.ts'
import { EXPORTED, LEFT_OUT, readOrganisation, readPeople, readTable } from '#lib/data/takeout/index.ts'
import { requirePermission } from '#lib/role.ts'

/**
 * The export, in pieces of text. It is on record before its first piece is; a store that goes away in the middle breaks
 * the file off without its last line.
 * @throws Fault forbidden
 */
export async function exportOrganisation(member: Member): Promise<AsyncGenerator<string>> {
  requirePermission(member, 'organisation.manage')
  await recordDeed(member, 'organisation.exported', member.organisation.id)
  return pieces(member)
}

async function* pieces({ organisation, email }: Member): AsyncGenerator<string> {
  const at = new Date().toISOString()
  yield frame('export', { version: 1, of: 'organisation', at, by: email, leftOut: LEFT_OUT })
  yield line('organisation', await readOrganisation(organisation))
  let rows = 1
  for (const person of await readPeople(organisation)) {
    rows++
    yield line('person', person)
  }
  for (const table of EXPORTED)
    for await (const page of readTable(organisation, table)) {
      rows += page.length
      yield page.map((row) => line(table.name, row)).join('')
    }
  yield frame('end', { rows })
}

/** One line of an export: of which kind, and the row. */
export function line(kind: string, row: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ kind, row })}\n`
}

/** The first line and the last. */
export function frame(kind: 'export' | 'end', said: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ kind, ...said })}\n`
}
