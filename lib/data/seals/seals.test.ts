// [K2] [K5] The record is sealed once and in order, and whatever is done to it afterwards is named. Whoever alters it here
// owns the tables: the triggers are taken away first, as a person with the database's password would.
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { newId, newOrganisationId } from '#lib/id.ts'
import { newDatabase } from '#testing/postgres.ts'
import { createPool } from '../admission/index.ts'
import { findSealState, purgeAudit, sealAudit, sealBatch, verifyAudit } from './index.ts'

let pool: pg.Pool
let drop: () => Promise<void>
let organisation: string

beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url, { max: 12 })
})
beforeEach(async () => {
  organisation = newOrganisationId()
  await pool.query(`INSERT INTO organisation (id, name) VALUES ($1, 'Acme')`, [organisation])
})
afterAll(async () => {
  await pool.end()
  await drop()
})

type Client = { query: pg.Pool['query'] }
const INSERT = `INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
                VALUES ($1, $2, clock_timestamp() - $3::interval, 'user', 'grant.created', 't', $4)`
async function write(detail: object = {}, by: Client = pool, ago = '0 seconds'): Promise<string> {
  const id = newId('evt', organisation)
  await by.query(INSERT, [organisation, id, ago, JSON.stringify(detail)])
  return id
}
/** `count` entries in batches of `most`; their ids in the order of the chain. */
async function sealed(count: number, most = 3): Promise<string[]> {
  for (let i = 0; i < count; i++) await write({ i })
  while ((await sealBatch(pool, organisation, most)) > 0);
  const { rows } = await pool.query<{ ids: string[] }>(
    'SELECT ids FROM audit_seal WHERE organisation_id = $1 ORDER BY number',
    [organisation],
  )
  return rows.flatMap(({ ids }) => ids)
}
/** Runs SQL as somebody who owns the tables and has taken the triggers away. */
async function asOwner(text: string, values: unknown[] = []): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica`)
    await client.query(text, values)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
const verify = (anchor?: string) => verifyAudit(pool, organisation, anchor)
const rootNow = async () => (await findSealState(pool, organisation)).root ?? ''

describe('sealing', () => {
  it('puts every committed entry into the chain once, in batches', async () => {
    const ids = await sealed(10)
    expect(new Set(ids).size).toBe(10)
    expect(await verify()).toMatchObject({ entries: 10, throughSequence: 10, waiting: 0, problem: null })
    expect(await findSealState(pool, organisation)).toMatchObject({ throughSequence: 10, waiting: 0 })
  })

  it('seals an entry once that a long transaction commits late, between two batches', async () => {
    const late = await pool.connect()
    await late.query('BEGIN')
    const first = await write({ late: true }, late)
    await write()
    expect(await sealAudit(pool)).toBe(1)
    await late.query('COMMIT')
    late.release()
    await write()
    expect(await sealAudit(pool)).toBe(2)
    const ids = (
      await pool.query('SELECT unnest(ids) AS id FROM audit_seal WHERE organisation_id = $1', [organisation])
    ).rows
    expect(ids.filter(({ id }) => id === first)).toHaveLength(1)
    expect(await verify()).toMatchObject({ entries: 3, problem: null })
  })

  it('leaves nothing out and seals nothing twice while replicas seal and people write at once', async () => {
    const writers = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 25; i++) await write({ i })
    })
    let done = false
    const sealers = Array.from({ length: 3 }, async () => {
      while (!done) await sealBatch(pool, organisation, 7)
    })
    await Promise.all(writers)
    done = true
    await Promise.all(sealers)
    while ((await sealBatch(pool, organisation, 7)) > 0);
    expect(await verify()).toMatchObject({ entries: 100, waiting: 0, problem: null })
  })

  it('is not stopped by a number that no JSON of ours holds', async () => {
    await pool.query(
      `INSERT INTO audit_event (organisation_id, id, actor_kind, action, target, detail) VALUES ($1, 'odd', 'user', 'x', 't', '{"n": 1e5000}')`,
      [organisation],
    )
    expect(await sealBatch(pool, organisation, 5)).toBe(1)
    expect((await verify()).problem).toBeNull()
  })
})

describe('[K2] verifying names the first entry that is not as it was sealed', () => {
  it.each([
    ['detail', `detail = '{"i": 99}'`],
    ['action', `action = 'x.y'`],
    ['actor', `actor_id = 'usr_other'`],
    ['key', `key_id = 'key_other'`],
    ['address', `address = '10.0.0.1'`],
    ['request', `request_id = 'req_other'`],
    ['kind of actor', `actor_kind = 'chore'`],
    ['target', `target = 'other'`],
    ['time', `at = at + interval '1 millisecond'`],
    ['month', `at = at - interval '40 days'`],
  ])('an altered %s', async (_, change) => {
    const ids = await sealed(8)
    await asOwner(`UPDATE audit_event SET ${change} WHERE organisation_id = $1 AND id = ANY ($2)`, [
      organisation,
      [ids[4], ids[6]],
    ])
    expect((await verify()).problem).toEqual({ kind: 'altered', sequence: 5, entryId: ids[4], seal: 2 })
  })

  it('one that was deleted, wherever it stood', async () => {
    for (const place of [0, 3, 7]) {
      organisation = newOrganisationId()
      const ids = await sealed(8)
      await asOwner('DELETE FROM audit_event WHERE id = $1', [ids[place]])
      expect((await verify()).problem).toMatchObject({
        kind: 'missing',
        sequence: place + 1,
        entryId: ids[place],
      })
    }
  })

  it('one that was put in past the program', async () => {
    await sealed(4)
    await asOwner(INSERT, [organisation, 'evt_forged', '1 hour', '{}'])
    expect((await verify()).problem).toMatchObject({ kind: 'inserted', entryId: 'evt_forged' })
  })

  it('one that was deleted before its seal, and one whose wait was taken away', async () => {
    const waiting = await write()
    await asOwner('DELETE FROM audit_event WHERE id = $1', [waiting])
    expect((await verify()).problem).toMatchObject({ kind: 'missing-unsealed', entryId: waiting })
    organisation = newOrganisationId()
    const hidden = await write()
    await pool.query('DELETE FROM audit_pending WHERE id = $1', [hidden])
    expect((await verify()).problem).toMatchObject({ kind: 'inserted', entryId: hidden })
  })

  it('two that changed places', async () => {
    const ids = await sealed(3)
    await asOwner('UPDATE audit_seal SET ids = ARRAY[ids[1], ids[3], ids[2]] WHERE organisation_id = $1', [
      organisation,
    ])
    expect((await verify()).problem).toMatchObject({ kind: 'reordered', sequence: 2, entryId: ids[2] })
  })

  it('a seal that was altered, or is gone', async () => {
    for (const [change, kind] of [
      [
        `UPDATE audit_seal SET root = repeat('0', 64) WHERE organisation_id = $1 AND number = 2`,
        'seal-altered',
      ],
      [
        `UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE organisation_id = $1 AND number = 2`,
        'seal-altered',
      ],
      [
        `UPDATE audit_seal SET ids = ids[1:2], links = links[1:2], entries = 2 WHERE organisation_id = $1 AND number = 2`,
        'seal-altered',
      ],
      ['DELETE FROM audit_seal WHERE organisation_id = $1 AND number = 2', 'seal-missing'],
    ] as const) {
      organisation = newOrganisationId()
      await sealed(9)
      await asOwner(change, [organisation])
      expect((await verify()).problem).toMatchObject({ kind, sequence: 4, seal: 2 })
    }
  })

  it('an end that was cut off, seals included, by a root that was noted elsewhere', async () => {
    const ids = await sealed(6)
    const noted = await rootNow()
    expect((await verify(noted)).problem).toBeNull()
    await asOwner('DELETE FROM audit_seal WHERE organisation_id = $1 AND number = 2', [organisation])
    await asOwner('DELETE FROM audit_event WHERE id = ANY ($1)', [ids.slice(3)])
    // What is left is a whole chain: without the root nothing shows.
    expect((await verify()).problem).toBeNull()
    expect((await verify(noted)).problem).toMatchObject({ kind: 'root-unknown', sequence: 3 })
  })

  it('an older copy that was put back and went on, by a root that was noted elsewhere', async () => {
    const ids = await sealed(3)
    const early = await rootNow()
    await sealed(3)
    const noted = await rootNow()
    await asOwner('DELETE FROM audit_seal WHERE organisation_id = $1 AND number = 2', [organisation])
    await asOwner('DELETE FROM audit_event WHERE organisation_id = $1 AND NOT id = ANY ($2)', [
      organisation,
      ids,
    ])
    await sealed(3)
    expect((await verify()).problem).toBeNull()
    expect((await verify(early)).problem).toBeNull()
    expect((await verify(noted)).problem).toMatchObject({ kind: 'root-unknown' })
  })

  it('[P5] each of many random changes of a single field', async () => {
    const ids = await sealed(40, 7)
    const columns = ['detail', 'action', 'actor_kind', 'target', 'address', 'request_id']
    for (let round = 0; round < 120; round++) {
      const place = Math.floor(Math.random() * ids.length)
      const column = columns[round % columns.length]
      const value = column === 'detail' ? `detail || '{"x": ${round}}'` : `${column} || '${round}'`
      const client = await pool.connect()
      await client.query(`BEGIN; SET LOCAL session_replication_role = replica`)
      await client.query(
        `CREATE TEMP TABLE kept ON COMMIT PRESERVE ROWS AS SELECT * FROM audit_event WHERE id = '${ids[place]}'`,
      )
      await client.query(`UPDATE audit_event SET ${column} = ${value} WHERE id = $1`, [ids[place]])
      await client.query('COMMIT')
      expect((await verify()).problem).toMatchObject({ kind: 'altered', sequence: place + 1 })
      await client.query(`BEGIN; SET LOCAL session_replication_role = replica`)
      await client.query('DELETE FROM audit_event WHERE id = $1', [ids[place]])
      await client.query('INSERT INTO audit_event SELECT * FROM kept; DROP TABLE kept; COMMIT')
      client.release()
    }
    expect((await verify()).problem).toBeNull()
  }, 120_000)
})

describe('[K5] a purge', () => {
  it('drops months that are over, is itself on record, and the chain stays whole', async () => {
    for (const ago of ['100 days', '95 days', '93 days']) await write({ ago }, pool, ago)
    await sealAudit(pool)
    const noted = await rootNow()
    await sealed(3)
    expect(await purgeAudit(pool, new Date(Date.now() - 2 * 365 * 86_400_000))).toBe(0)
    const gone = await purgeAudit(pool, new Date(Date.now() - 40 * 86_400_000))
    expect(gone).toBe(3)
    await sealAudit(pool)
    expect(await verify()).toMatchObject({ throughSequence: 7, entries: 4, problem: null })
    expect((await verify(noted)).problem).toBeNull()
    const { rows } = await pool.query(
      `SELECT detail FROM audit_event WHERE organisation_id = $1 AND action = 'audit.purged'`,
      [organisation],
    )
    expect(rows).toMatchObject([{ detail: { entries: 3, throughSequence: 3, root: noted } }])
  })

  it('of which nothing is on record is named: somebody cut off the beginning', async () => {
    const ids = await sealed(6)
    await asOwner(
      `INSERT INTO audit_tombstone SELECT organisation_id, number, first_sequence + entries - 1, root, now()
         FROM audit_seal WHERE organisation_id = $1 AND number = 1`,
      [organisation],
    )
    await asOwner('DELETE FROM audit_seal WHERE organisation_id = $1 AND number = 1', [organisation])
    await asOwner('DELETE FROM audit_event WHERE id = ANY ($1)', [ids.slice(0, 3)])
    expect((await verify()).problem).toMatchObject({ kind: 'purge-unproved', sequence: 3 })
  })

  it('takes nothing that is not sealed, and no month of which a batch reaches into a later one', async () => {
    await write({}, pool, '65 days')
    expect(await purgeAudit(pool, new Date(Date.now() - 10 * 86_400_000))).toBe(0)
    await write()
    await sealBatch(pool, organisation, 10)
    expect(await purgeAudit(pool, new Date(Date.now() - 10 * 86_400_000))).toBe(0)
    expect(await verify()).toMatchObject({ entries: 2, problem: null })
  })
})

describe('the tables', () => {
  it('[K2] refuse to be changed or emptied even by their owner, triggers being there', async () => {
    await sealed(1)
    for (const statement of [
      `UPDATE audit_event SET action = 'x'`,
      'DELETE FROM audit_event',
      'TRUNCATE audit_event',
      `UPDATE audit_seal SET root = ''`,
    ])
      await expect(pool.query(statement)).rejects.toThrow(/never/)
  })
})
