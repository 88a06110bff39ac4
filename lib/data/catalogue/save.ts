// Saving listings: any number of them in one transaction, and nothing at all where nothing differs.
import type pg from 'pg'
import { pool } from '../client.ts'
import { type Plan, planAgain, planNew } from './plan.ts'
import type { PreparedListing } from './prepared.ts'
import { digestOf, identityOf } from './prepared.ts'
import { wantedSlugs } from './slugs.ts'
import { type StoredServer, storedServers, storedTools, storedWords, takenSlugs } from './stored.ts'
import { countWords, WordCount } from './vocabulary.ts'
import {
  insertChanges,
  insertServers,
  insertTools,
  removeTools,
  touchServers,
  updateServers,
  updateTools,
} from './write.ts'

export type SavedListing = { readonly outcome: 'new' | 'changed' | 'same'; readonly slug: string }
type Planned = { readonly prepared: PreparedListing; readonly plan: Plan }
type PlannedAgain = Planned & { readonly stored: StoredServer }

// Imports wait for one another: whoever looks at what is there must still find it so when it writes.
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('portcullis catalogue', 0))`

/**
 * All of them or none. No two may have the same identity.
 * @returns what came of each, in their order
 */
export async function saveBatch(batch: readonly PreparedListing[]): Promise<SavedListing[]> {
  const client = await pool().connect()
  try {
    await client.query('BEGIN')
    await client.query(LOCK)
    const saved = await write(client, batch)
    await client.query('COMMIT')
    return saved
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

async function write(client: pg.ClientBase, batch: readonly PreparedListing[]): Promise<SavedListing[]> {
  const known = await storedServers(
    client,
    batch.map(({ facts }) => identityOf(facts)),
  )
  const found = batch.map((prepared) => ({ prepared, stored: known.get(identityOf(prepared.facts)) }))
  const fresh = found
    .filter(({ stored }) => !stored)
    .map(({ prepared }) => ({ prepared, plan: planNew(prepared) }))
  const there = found.flatMap(({ prepared, stored }) =>
    stored && !saysLess(prepared, stored)
      ? [{ prepared, stored, isSame: stored.digest === digestOf(prepared) }]
      : [],
  )
  // Whoever has not looked at its tools does not make what is known of them newer.
  const same = there.flatMap(({ prepared, stored, isSame }) =>
    isSame && (prepared.tools !== null || stored.listing.tools === 0)
      ? [{ id: stored.id, facts: prepared.facts }]
      : [],
  )
  const others = there.filter(({ isSame }) => !isSame)
  const count = new WordCount()
  const slugs = await writeNew(client, fresh, count)
  await touchServers(client, same)
  const again = await planStored(client, others)
  await writeAgain(client, again, count)
  await countWords(client, count)
  const changed = new Set(again.filter(isChange).map(({ stored }) => stored.id))
  return found.map(({ prepared, stored }) =>
    stored
      ? { outcome: changed.has(stored.id) ? 'changed' : 'same', slug: stored.listing.slug }
      : { outcome: 'new', slug: slugs.get(identityOf(prepared.facts)) ?? '' },
  )
}

// Somebody's own configuration knows how a server is started, and is no source of what others read about it.
function saysLess({ facts }: PreparedListing, { listing }: StoredServer): boolean {
  return facts.source.kind === 'client-file' && listing.source.kind !== 'client-file'
}

async function writeNew(client: pg.ClientBase, fresh: readonly Planned[], count: WordCount) {
  const slugs = new Map<string, string>()
  if (fresh.length === 0) return slugs
  const wanted = fresh.map(({ prepared }) => wantedSlugs(prepared))
  const taken = await takenSlugs(client, wanted.flat())
  const servers = fresh.map(({ plan }, index) => {
    const slug = (wanted[index] ?? []).find((each) => !taken.has(each)) ?? ''
    taken.add(slug)
    slugs.set(plan.server.identity, slug)
    return { slug, row: plan.server }
  })
  const ids = await insertServers(client, servers)
  const tools = fresh.flatMap(({ prepared: { facts }, plan }) => {
    const serverId = ids.get(plan.server.identity) ?? 0
    count.add(plan.server.words, 1)
    return plan.added.map((row) => ({ serverId, at: facts.scannedAt, version: facts.version, row }))
  })
  for (const { row } of tools) count.add(row.words, 1)
  await insertTools(client, tools)
  return slugs
}

async function planStored(
  client: pg.ClientBase,
  others: readonly { prepared: PreparedListing; stored: StoredServer }[],
): Promise<PlannedAgain[]> {
  const ids = others.map(({ stored }) => stored.id)
  const [tools, words] = [await storedTools(client, ids), await storedWords(client, ids)]
  return others.map(({ prepared, stored }) => ({
    prepared,
    stored,
    plan: planAgain(prepared, stored, tools.get(stored.id) ?? [], words.get(stored.id) ?? []),
  }))
}

async function writeAgain(client: pg.ClientBase, again: readonly PlannedAgain[], count: WordCount) {
  await updateServers(
    client,
    again.map((each) => ({
      id: each.stored.id,
      at: each.prepared.facts.scannedAt,
      row: each.plan.server,
      isChanged: isChange(each),
    })),
  )
  const stamp = ({ prepared: { facts }, plan }: Planned) => ({
    at: facts.scannedAt,
    version: plan.server.version,
  })
  await insertTools(
    client,
    again.flatMap((each) =>
      each.plan.added.map((row) => ({ serverId: each.stored.id, ...stamp(each), row })),
    ),
  )
  await updateTools(
    client,
    again.flatMap((each) => each.plan.rewritten.map((tool) => ({ ...stamp(each), ...tool }))),
  )
  await removeTools(
    client,
    again.flatMap((each) => each.plan.removed.map((id) => ({ id, at: each.prepared.facts.scannedAt }))),
  )
  await insertChanges(
    client,
    again.map(({ stored, prepared, plan }) => ({ id: stored.id, facts: prepared.facts, plan })),
  )
  for (const { plan } of again) {
    count.add(plan.oldWords, -1)
    count.add(plan.server.words, 1)
    for (const row of [...plan.added, ...plan.rewritten.map(({ row }) => row)]) count.add(row.words, 1)
  }
}

function isChange({ plan }: Planned): boolean {
  return plan.changes.length > 0 || plan.added.length > 0
}
