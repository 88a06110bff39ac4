// Everything that is known of one person, as one file of JSON lines: what is theirs, and what they did in the organisations
// that they are in now.
import { writeAccountExport } from '#lib/data/account-export.ts'
import type { Member, Organisation } from '#lib/data/model.ts'
import { EXPORTED, readPerson, readTable } from '#lib/data/takeout/index.ts'
import { frame, line } from './organisation.ts'

// What of an organisation is one person's, and how it names them.
const THEIRS = { api_key: 'user_id', policy_draft: 'user_id', audit_event: 'actor_id' } as const

/** The export of the member's own account, in pieces of text. It is on record before its first piece is. */
export async function exportAccount(member: Member): Promise<AsyncGenerator<string>> {
  const organisations = await writeAccountExport(member)
  return pieces(member, organisations)
}

async function* pieces(member: Member, organisations: readonly Organisation[]): AsyncGenerator<string> {
  const { userId } = member
  yield frame('export', { version: 1, of: 'account', at: new Date().toISOString() })
  const person = await readPerson(userId)
  if (!person) return
  const { accounts, sessions, passkeys, memberships, authenticator, ...own } = person
  yield line('account', { ...own, authenticatorSince: authenticator?.confirmedAt ?? null })
  const parts = { provider: accounts, session: sessions, passkey: passkeys, membership: memberships }
  let rows = 1
  for (const [kind, list] of Object.entries(parts))
    for (const row of list) {
      rows++
      yield line(kind, row)
    }
  for (const organisation of organisations)
    for (const table of EXPORTED) {
      const column = Object.entries(THEIRS).find(([name]) => name === table.name)?.[1]
      if (column === undefined) continue
      const only = { where: `t."${column}" = $2`, values: [userId] }
      for await (const page of readTable(organisation, table, only)) {
        rows += page.length
        yield page.map((row) => line(table.name, { organisation_id: organisation.id, ...row })).join('')
      }
    }
  yield frame('end', { rows })
}
