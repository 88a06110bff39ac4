// What people are told of, for the pages that are open.
import { type LiveNotice, readNoticesFrom } from '#lib/data/live.ts'
import type { Member, Organisation } from '#lib/data/model.ts'
import type { LiveEvent } from '#lib/live/index.ts'
import { wordsOf } from '#lib/messages/index.ts'
import { may } from '#lib/role.ts'

export type News = { readonly event: LiveEvent; readonly isFor: (member: Member) => boolean }

export type NewsReading = {
  /** Everything before it was told. */
  readonly position: string
  /** @param horizon of `readHorizon`, asked before this */
  read(horizon: string): Promise<News[]>
  /** What happened from an instant on, until the last `read`. */
  missed(since: string, horizon: string): Promise<News[]>
}

/** What is older is not news any more: the list of events has it. */
const OLDEST_MS = 3_600_000

export function createNewsReading(organisation: Organisation, begin: string): NewsReading {
  let from = begin
  // Of the last two looks: a notice that was read once is found again while it is that young.
  let told = new Set<string>()
  return {
    get position() {
      return from
    },
    async read(horizon) {
      const notices = await readNoticesFrom(organisation, from)
      const fresh = notices.filter(({ id }) => !told.has(id))
      told = new Set(notices.map(({ id }) => id))
      from = horizon
      return fresh.map(newsOf)
    },
    async missed(since, horizon) {
      const begin = Math.max(Date.parse(since), Date.parse(horizon) - OLDEST_MS)
      return (await readNoticesFrom(organisation, new Date(begin).toISOString())).map(newsOf)
    },
  }
}

function newsOf({ id, at, kind, severity, subject, detail }: LiveNotice): News {
  const words = wordsOf({ kind, subject, detail: isRecord(detail) ? detail : {} })
  const news = { id, at: at.toISOString(), kind, severity, subject, ...words }
  // The inbox is for those who may decide.
  const needed = kind.startsWith('approval.') ? 'approvals.read' : 'calls.read'
  return { event: { type: 'news', news }, isFor: (member) => may(member, needed) }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
