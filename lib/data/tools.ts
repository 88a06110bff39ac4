// Tools: what a server's last list said, beside the pins that people accepted (POLICY.md D). A row
// is never deleted while its server lives: a tool that vanished keeps its pin for its return (D2).
import { parseJson, toPlain } from '#lib/json/index.ts'
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { difference, emailsOf, writeAudit } from './audit.ts'
import { classOf, NO_OVERRIDE, overrideOf } from './category-overrides.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Evidence, Member, Organisation, Tool, ToolSummary } from './model.ts'

// Whatever was bounded when it was read is read again, an array of namesakes one level deeper.
const STORED_BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }

/** One tool of a list that was just read, classified. */
export type ToolRecord = {
  readonly name: string
  /** JSON text as received; an array of all of them where the name was listed twice. */
  readonly definition: string
  readonly hash: string
  readonly category: Category
  readonly severity: Severity
  readonly confidence: number
  readonly evidence: readonly Evidence[]
}

const MAX_FOREIGN = 10_000
const LISTED_FIRST = [{ present: 'desc' }, { position: 'asc' }, { name: 'asc' }] as const

/** The tools of a server in the order it lists them; those it no longer lists come last. */
export async function listTools(organisation: Organisation, serverId: string): Promise<Tool[]> {
  const rows = await database().tool.findMany({
    where: { organisationId: organisation.id, serverId },
    orderBy: [...LISTED_FIRST],
  })
  const people = await emailsOf(rows.map((row) => row.overriddenById))
  return rows.map((row) => toTool(row, people))
}

/** The same tools without their definitions, which are most of what a row weighs. */
export async function listToolSummaries(
  organisation: Organisation,
  serverId: string,
): Promise<ToolSummary[]> {
  const rows = await database().tool.findMany({
    where: { organisationId: organisation.id, serverId },
    select: {
      name: true,
      hash: true,
      pinnedHash: true,
      rejectedHash: true,
      present: true,
      category: true,
      severity: true,
      overrideCategory: true,
      overrideSeverity: true,
      overrideReason: true,
      overriddenById: true,
      overriddenAt: true,
    },
    orderBy: [...LISTED_FIRST],
  })
  const people = await emailsOf(rows.map((row) => row.overriddenById))
  return rows.map((row) => ({
    name: row.name,
    hash: row.hash,
    ...classOf(row),
    override: overrideOf(row, people),
    state: stateOf(row),
    isRejected: row.rejectedHash === row.hash,
  }))
}

/**
 * Makes the rows of a server say what its list says. The caller holds the lock on the server's row.
 * @param pin what is new is accepted as well, as registration does (D1); otherwise it waits (D3)
 */
export async function recordTools(
  tx: Transaction,
  organisation: Organisation,
  serverId: string,
  tools: readonly ToolRecord[],
  pin: boolean,
): Promise<void> {
  const key = { organisationId: organisation.id, serverId }
  const known = new Map(
    (await tx.tool.findMany({ where: key, select: { name: true, hash: true, pinnedHash: true } })).map(
      (row) => [row.name, row],
    ),
  )
  await tx.tool.createMany({
    data: tools.flatMap((tool, position) =>
      known.has(tool.name) ? [] : [{ ...key, position, ...columns(tool), ...(pin ? pinOf(tool) : {}) }],
    ),
  })
  for (const tool of tools) {
    const row = known.get(tool.name)
    if (!row || row.hash === tool.hash) continue
    const { definition, hash, ...classified } = columns(tool)
    // The class that policies see is that of the pin, whatever the server says of the tool now (C7).
    const written = row.pinnedHash === null ? { definition, hash, ...classified } : { definition, hash }
    await tx.tool.updateMany({ where: { ...key, name: tool.name }, data: written })
  }
  const names = tools.map((tool) => tool.name)
  // Only rows that differ are written: a write of `present` raises the revision that admission compares.
  await tx.tool.updateMany({
    where: { ...key, present: true, name: { notIn: names } },
    data: { present: false },
  })
  await tx.tool.updateMany({
    where: { ...key, present: false, name: { in: names } },
    data: { present: true },
  })
  await tx.$executeRaw`
    UPDATE tool SET position = listed.position - 1, seen_at = now()
    FROM unnest(${names}::text[]) WITH ORDINALITY AS listed (name, position)
    WHERE tool.organisation_id = ${organisation.id} AND tool.server_id = ${serverId} AND tool.name = listed.name`
}

/**
 * Pins the definitions whose hashes a person was shown, all or none (D2), with the class that each
 * definition has: the one a policy sees is that of the pin (C7).
 * @param classified the definitions that are to be accepted, as far as they are there
 * @returns the names whose definition is another one by now, was listed twice, or is not there
 */
export function acceptTools(
  member: Member,
  serverId: string,
  hashes: ReadonlyMap<string, string>,
  classified: readonly ToolRecord[],
): Promise<readonly string[]> {
  return transaction(async (tx) => {
    const organisationId = member.organisation.id
    const names = [...hashes.keys()].filter((name) => !name.includes('\0'))
    if (names.length === 0) return [...hashes.keys()]
    const rows = await tx.$queryRaw<
      { name: string; hash: string; pinned_hash: string | null; twice: boolean }[]
    >`
      SELECT name, hash, pinned_hash, definition LIKE '[%' AS twice FROM tool
      WHERE organisation_id = ${organisationId} AND server_id = ${serverId} AND present
        AND name IN (${Prisma.join(names)})
      ORDER BY name FOR UPDATE`
    const current = new Map(rows.map((row) => [row.name, row]))
    const known = new Set(classified.map((tool) => tool.name))
    const refused = [...hashes].filter(([name, hash]) => {
      const row = current.get(name)
      return !row || row.twice || row.hash !== hash || !known.has(name)
    })
    if (refused.length > 0) return refused.map(([name]) => name)
    await tx.$executeRaw`
      UPDATE tool SET pinned_hash = tool.hash, pinned_definition = tool.definition, rejected_hash = NULL,
        category = accepted.category,
        severity = accepted.severity, confidence = accepted.confidence, evidence = accepted.evidence
      FROM jsonb_to_recordset(${JSON.stringify(classified.map(columns))}::jsonb) AS accepted
        (name text, hash text, category text, severity text, confidence double precision, evidence jsonb)
      WHERE tool.organisation_id = ${organisationId} AND tool.server_id = ${serverId}
        AND tool.name = accepted.name AND tool.hash = accepted.hash AND tool.pinned_hash IS DISTINCT FROM tool.hash`
    await writeAudit(tx, member, 'tools.accepted', serverId, {
      tools: [...hashes.keys()],
      ...difference(
        Object.fromEntries(rows.map((row) => [row.name, row.pinned_hash])),
        Object.fromEntries(hashes),
      ),
    })
    return []
  })
}

/**
 * Remembers that a person looked at these definitions and did not want them, all or none. They are refused
 * as before; nobody is asked again until the definition is yet another one.
 * @returns the names whose definition is another one by now, or is accepted, or is not there
 */
export function rejectTools(
  member: Member,
  serverId: string,
  hashes: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  return transaction(async (tx) => {
    const key = { organisationId: member.organisation.id, serverId }
    const names = [...hashes.keys()].filter((name) => !name.includes('\0'))
    const known = await tx.tool.findMany({
      where: { ...key, name: { in: names }, present: true },
      select: { name: true, hash: true, pinnedHash: true },
    })
    const current = new Map(known.map((row) => [row.name, row]))
    const refused = [...hashes].filter(([name, hash]) => {
      const row = current.get(name)
      return row?.hash !== hash || row.pinnedHash === hash
    })
    if (refused.length > 0) return refused.map(([name]) => name)
    for (const [name, hash] of hashes) {
      const { count } = await tx.tool.updateMany({
        where: { ...key, name, hash },
        data: { rejectedHash: hash },
      })
      if (count === 0) return [name]
    }
    await writeAudit(tx, member, 'tools.rejected', serverId, {
      tools: names,
      rejected: Object.fromEntries(hashes),
    })
    return []
  })
}

/** The names of the tools that the organisation's other servers list, with the servers' names. */
export async function listToolNamesElsewhere(
  organisation: Organisation,
  serverId: string,
): Promise<{ readonly tool: string; readonly server: string }[]> {
  const rows = await database().tool.findMany({
    where: { organisationId: organisation.id, serverId: { not: serverId }, present: true },
    select: { name: true, server: { select: { name: true } } },
    orderBy: [{ name: 'asc' }, { serverId: 'asc' }],
    take: MAX_FOREIGN,
  })
  return rows.map((row) => ({ tool: row.name, server: row.server.name }))
}

/** Forgets every pin of a server, and what was said of its tools, as another URL demands (D4). */
export async function voidPins(tx: Transaction, organisation: Organisation, serverId: string): Promise<void> {
  await tx.tool.updateMany({
    where: { organisationId: organisation.id, serverId },
    data: { pinnedHash: null, pinnedDefinition: null, rejectedHash: null, present: false, ...NO_OVERRIDE },
  })
}

/** True for a name that the list held twice: nothing tells the two apart, so neither is ever pinned. */
export function isListedTwice(tool: { readonly definition: string }): boolean {
  return tool.definition.startsWith('[')
}

function columns(tool: ToolRecord) {
  const { name, definition, hash, category, severity, confidence } = tool
  // Postgres' jsonb holds no NUL, and evidence quotes what a server wrote.
  const evidence = tool.evidence.map(({ source, text, says }) => ({
    source,
    text: text.replaceAll('\0', '\uFFFD'),
    says,
  }))
  return { name, definition, hash, category, severity, confidence, evidence }
}

function pinOf(tool: ToolRecord) {
  return isListedTwice(tool) ? {} : { pinnedHash: tool.hash, pinnedDefinition: tool.definition }
}

function toTool(row: Prisma.ToolModel, people: ReadonlyMap<string, string>): Tool {
  const definition = describedBy(row.definition)
  return {
    name: row.name,
    description: typeof definition.description === 'string' ? definition.description : '',
    inputSchema: definition.inputSchema ?? {},
    definition: row.definition,
    pinnedDefinition: row.pinnedDefinition,
    hash: row.hash,
    ...classOf(row),
    confidence: row.confidence,
    evidence: row.evidence as unknown as Evidence[],
    override: overrideOf(row, people),
    state: stateOf(row),
    isRejected: row.rejectedHash === row.hash,
  }
}

// Of two definitions under one name the first is shown; the whole text says both.
function describedBy(text: string): { description?: unknown; inputSchema?: unknown } {
  const value = toPlain(parseJson(text, STORED_BOUNDS))
  return (Array.isArray(value) ? value[0] : value) as { description?: unknown; inputSchema?: unknown }
}

function stateOf(row: { present: boolean; hash: string; pinnedHash: string | null }): ToolState {
  if (!row.present) return 'gone'
  if (row.pinnedHash === null) return 'new'
  return row.pinnedHash === row.hash ? 'pinned' : 'changed'
}
