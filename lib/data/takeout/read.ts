// The rows of an export, page by page in the order of their key, so that a million need no more memory than a thousand.
import { pool } from '../client.ts'
import type { Organisation } from '../model.ts'
import type { ExportedTable } from './tables.ts'

const PAGE = 1000

export type ExportedRow = Readonly<Record<string, unknown>>

/** What the organisation's own row says. */
export async function readOrganisation(organisation: Organisation): Promise<ExportedRow> {
  const { rows } = await pool().query<{ row: ExportedRow }>(
    `SELECT jsonb_build_object('id', id, 'name', name, 'created_at', created_at, 'retention_days', retention_days,
            'is_separated', is_separated, 'escalate_after_minutes', escalate_after_minutes, 'escalate_to_id', escalate_to_id) AS row
       FROM organisation WHERE id = $1`,
    [organisation.id],
  )
  return rows[0]?.row ?? {}
}

/** The people of an organisation, by the address that they are known by there. */
export async function readPeople(organisation: Organisation): Promise<readonly ExportedRow[]> {
  const { rows } = await pool().query<{ row: ExportedRow }>(
    `SELECT jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name) AS row
       FROM member m JOIN "user" u ON u.id = m.user_id WHERE m.organisation_id = $1 ORDER BY m.created_at, u.id`,
    [organisation.id],
  )
  return rows.map(({ row }) => row)
}

/**
 * Every row of a table that is the organisation's, in pages.
 * @param only SQL that narrows them further, with its values from $2 on: for what is one person's
 */
export async function* readTable(
  organisation: Organisation,
  { name, key, columns }: ExportedTable,
  only: { readonly where: string; readonly values: readonly string[] } = { where: 'true', values: [] },
): AsyncGenerator<readonly ExportedRow[]> {
  const named = columns.map((column) => `'${column}', t."${column}"`)
  // jsonb_build_object takes a hundred arguments: half as many columns.
  const row = pieces(named, 40)
    .map((piece) => `jsonb_build_object(${piece.join(', ')})`)
    .join(' || ')
  const place = key.map((column) => `t."${column}"::text`)
  let last: readonly string[] | null = null
  for (;;) {
    const values: readonly string[] = [organisation.id, ...only.values, ...(last ?? [])]
    const from = only.values.length + 2
    const after =
      last === null
        ? ''
        : ` AND (${key.map((column) => `t."${column}"`).join(', ')}) > (${key.map((_, index) => `$${from + index}`).join(', ')})`
    const found: { rows: { row: ExportedRow; place: string[] }[] } = await pool().query(
      `SELECT ${row} AS row, ARRAY[${place.join(', ')}] AS place FROM "${name}" t
        WHERE t.organisation_id = $1 AND ${only.where}${after}
        ORDER BY ${key.map((column) => `t."${column}"`).join(', ')} LIMIT ${PAGE}`,
      [...values],
    )
    if (found.rows.length > 0) yield found.rows.map((each) => each.row)
    const end = found.rows.at(-1)
    if (found.rows.length < PAGE || !end) return
    last = end.place
  }
}

function pieces<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size)
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size))
}
