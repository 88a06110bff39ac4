// What visitors try without an account: rows of nobody's, found by the digest of an id that only its link holds.
// A trial is claimed once, in the transaction that makes its server.
import { createHash } from 'node:crypto'
import { Fault } from '#lib/fault.ts'
import { writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member } from './model.ts'
import { insertServerIn, type NewServer } from './server-changes.ts'
import type { ToolRecord } from './tools.ts'

/** address: read from its URL by us · list: pasted · catalogue: of the public catalogue */
export const TRIAL_SOURCES = ['address', 'list', 'catalogue'] as const
export type TrialSource = (typeof TRIAL_SOURCES)[number]

export type TrialRow = {
  readonly source: TrialSource
  readonly name: string
  /** '' where none is known. */
  readonly url: string
  /** Whether the server is reached at it: an address loses what could be a secret. */
  readonly urlWhole: boolean
  readonly transport: 'http' | 'sse' | null
  readonly protocol: string | null
  readonly serverInfo: string | null
  /** JSON text of the tools. */
  readonly tools: string
  readonly toolCount: number
  /** The policy as it was changed; null for the recommended one. */
  readonly draft: string | null
}
export type StoredTrial = TrialRow & {
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly claim: {
    readonly organisationId: string
    readonly userId: string
    /** null while it has to be registered by hand. */
    readonly serverId: string | null
  } | null
}

export const TRIAL_DAYS = 7
/** Unclaimed trials of one network address, and the bytes of all together. */
export const TRIAL_CAPS = { ofAddress: 60, bytes: 2 ** 31 }
// Any one number that no other feature locks: counting what there is and adding to it are one step.
const TRIAL_LOCK = 7_261_025
const DAY_MS = 24 * 60 * 60 * 1000
// As long as a claimed one may wait to be registered by hand.
const CLAIMED_DAYS = 30

/**
 * Keeps a trial for seven days.
 * @param address of the visitor, of which only a digest is kept
 * @throws Fault limit-reached where this address, or all together, have as many as may be
 */
export async function insertTrial(
  id: string,
  address: string,
  row: TrialRow,
  caps = TRIAL_CAPS,
): Promise<void> {
  const addressDigest = digestOf(address)
  const bytes = Buffer.byteLength(row.tools) + Buffer.byteLength(row.draft ?? '')
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TRIAL_LOCK})`
    const [held] = await tx.$queryRaw<{ own: bigint; bytes: bigint }[]>`
      SELECT count(*) FILTER (WHERE address_digest = ${addressDigest} AND claimed_by IS NULL) AS own,
             coalesce(sum(bytes), 0)::bigint AS bytes
        FROM trial WHERE expires_at > clock_timestamp()`
    if (Number(held?.own ?? 0) >= caps.ofAddress)
      throw new Fault(
        'limit-reached',
        `From your network address ${caps.ofAddress} drafts are kept already. Sign up to keep one, or come back when some have ended: each lasts ${TRIAL_DAYS} days.`,
      )
    if (Number(held?.bytes ?? 0) + bytes > caps.bytes)
      throw new Fault(
        'limit-reached',
        'There is no room for another draft today. Sign up and register the server.',
      )
    const expiresAt = new Date(Date.now() + TRIAL_DAYS * DAY_MS)
    await tx.trial.create({ data: { ...row, idDigest: digestOf(id), addressDigest, bytes, expiresAt } })
  })
}

/** @throws Fault not-found where it never was, or has ended */
export async function requireTrial(id: string): Promise<StoredTrial> {
  const row = await database().trial.findFirst({
    where: { idDigest: digestOf(id), expiresAt: { gt: new Date() } },
  })
  if (!row) throw trialNotFound()
  return stored(row)
}

/** Keeps the policy as it is now; null for the recommended one. @throws Fault not-found, trial-claimed */
export async function saveTrialDraft(id: string, draft: string | null): Promise<void> {
  const changed = await database().$executeRaw`
    UPDATE trial SET draft = ${draft}, bytes = octet_length(tools) + coalesce(octet_length(${draft}::text), 0)
     WHERE id_digest = ${digestOf(id)} AND claimed_by IS NULL AND expires_at > clock_timestamp()`
  if (changed === 0) throw (await requireTrial(id)) && claimed()
}

/**
 * Claims a trial for the member's organisation, exactly once: whoever comes second is refused, whoever they are.
 * @param make the server that it becomes, with its tools; null where a person registers it
 * @returns the server, null where there is none yet; the same again for who has claimed it before
 * @throws Fault not-found, trial-claimed, limit-reached
 */
export async function takeTrial(
  member: Member,
  id: string,
  make: { readonly server: NewServer; readonly tools: readonly ToolRecord[] } | null,
): Promise<string | null> {
  const key = { idDigest: digestOf(id) }
  return transaction(async (tx) => {
    const { count } = await tx.trial.updateMany({
      where: { ...key, claimedBy: null, expiresAt: { gt: new Date() } },
      data: {
        claimedBy: member.organisation.id,
        claimedByUser: member.userId,
        claimedAt: new Date(),
        expiresAt: new Date(Date.now() + CLAIMED_DAYS * DAY_MS),
      },
    })
    const row = await tx.trial.findUnique({ where: key })
    if (!row || (count === 0 && row.expiresAt <= new Date())) throw trialNotFound()
    if (count === 0) {
      if (!isOf(member, row)) throw claimed()
      return row.serverId
    }
    await writeAudit(tx, member, 'trial.claimed', make?.server.id ?? '', {
      name: row.name,
      tools: row.toolCount,
    })
    if (make === null) return null
    await insertServerIn(tx, member, make.server, make.tools, row.createdAt)
    await settle(tx, member, key.idDigest, make.server.id, row.draft)
    return make.server.id
  })
}

/**
 * Lays the draft of a trial that this member has claimed over a server that they have registered; once.
 * @returns false where it was not theirs to lay, or was laid before
 */
export async function attachTrial(member: Member, id: string, serverId: string): Promise<boolean> {
  const idDigest = digestOf(id)
  return transaction(async (tx) => {
    const organisationId = member.organisation.id
    const [row] = await tx.$queryRaw<{ draft: string | null }[]>`
      SELECT draft FROM trial WHERE id_digest = ${idDigest} AND claimed_by = ${organisationId}
         AND claimed_by_user = ${member.userId} AND server_id IS NULL FOR UPDATE`
    const server = await tx.server.findUnique({
      where: { organisationId_id: { organisationId, id: serverId } },
      select: { id: true },
    })
    if (!row || !server) return false
    await settle(tx, member, idDigest, serverId, row.draft)
    return true
  })
}

// The draft is the member's own now; what is left says only that the trial was claimed, and what it became.
async function settle(
  tx: Transaction,
  member: Member,
  idDigest: string,
  serverId: string,
  draft: string | null,
): Promise<void> {
  if (draft !== null) {
    const key = { organisationId: member.organisation.id, serverId, policyId: '', userId: member.userId }
    await tx.policyDraft.upsert({
      where: { organisationId_serverId_policyId_userId: key },
      create: { ...key, text: draft, baseVersion: 0 },
      update: {},
    })
  }
  await tx.trial.update({ where: { idDigest }, data: { serverId, tools: '[]', draft: null, bytes: 0 } })
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof database>['trial']['findFirst']>>>

function stored(row: Row): StoredTrial {
  const { source, name, url, urlWhole, transport, protocol, serverInfo, tools, toolCount, draft } = row
  return {
    ...{ name, url, urlWhole, protocol, serverInfo, tools, toolCount, draft },
    source: TRIAL_SOURCES.find((each) => each === source) ?? 'list',
    transport: transport === 'sse' ? 'sse' : transport === 'http' ? 'http' : null,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    claim:
      row.claimedBy === null || row.claimedByUser === null
        ? null
        : { organisationId: row.claimedBy, userId: row.claimedByUser, serverId: row.serverId },
  }
}

function isOf(member: Member, row: Row): boolean {
  return row.claimedBy === member.organisation.id && row.claimedByUser === member.userId
}

function trialNotFound(): Fault {
  return new Fault(
    'not-found',
    `There is no such draft, or it has ended: without an account one lasts ${TRIAL_DAYS} days. Begin another, it takes a paste.`,
  )
}

function claimed(): Fault {
  return new Fault(
    'trial-claimed',
    'This draft was claimed by an account already, and one is claimed once. Begin another, it takes a paste.',
  )
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
