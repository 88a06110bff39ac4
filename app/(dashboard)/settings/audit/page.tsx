import { ScrollText } from 'lucide-react'
import type { Metadata } from 'next'
import { AuditFilters } from '#components/settings/audit/audit-filters.tsx'
import { AuditList } from '#components/settings/audit/audit-list.tsx'
import { auditUrl, type EntryView } from '#components/settings/audit/audit-view.ts'
import { ExportForm } from '#components/settings/audit/export-form.tsx'
import { SealCard } from '#components/settings/audit/seal-card.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { getSealState, type ListedEvent, listAuditEvents, wordsOfEntry } from '#lib/audit/index.ts'
import { recordRefused, requireMember } from '#lib/auth/index.ts'
import type { Page as PageOf } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { listMembers } from '#lib/organisation/index.ts'
import { may } from '#lib/role.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { verifyAuditAction } from './actions.ts'
import { filterOf, filtersIn } from './filter.ts'

export const metadata: Metadata = { title: 'Audit' }

const CRUMBS = [{ label: 'Settings', href: '/settings' }]

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { actor, kind, from, to, cursor: cursorText } = await searchParams
  const member = await requireMember()
  if (!may(member, 'audit.read')) {
    await recordRefused(member, 'audit.read')
    return (
      <Page>
        <PageHeader title="Audit" breadcrumb={CRUMBS} />
        <NeedsRole who="an admin" to="read what people did" />
      </Page>
    )
  }
  const given: Readonly<Record<string, string | undefined>> = {
    actor: one(actor),
    kind: one(kind),
    from: one(from),
    to: one(to),
  }
  const filters = filtersIn((name) => given[name])
  const cursor = one(cursorText)
  const [page, people, seal] = await Promise.all([
    orNoPage(listAuditEvents(member, { ...filterOf(filters), cursor })),
    listMembers(member),
    getSealState(member),
  ])
  const isFiltered = Object.values(filters).some(Boolean)
  const sealedAt = seal.sealedAt?.toLocaleString('en', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  })
  return (
    <Page>
      <PageHeader
        title="Audit"
        breadcrumb={CRUMBS}
        description="What people, their keys and the program itself changed. Entries are never altered, and sealed within two seconds."
        actions={<ExportForm filters={filters} />}
      />
      <div className="flex flex-col gap-4">
        <AuditFilters
          key={auditUrl(filters)}
          filters={filters}
          people={people.map(({ userId, email }) => ({ id: userId, name: email }))}
        />
        {page.items.length === 0 ? (
          <EmptyState
            icon={<ScrollText />}
            title={isFiltered || cursor !== undefined ? 'No entry fits' : 'Nothing is on record yet'}
            action={isFiltered ? <LinkButton href="/settings/audit">Show every entry</LinkButton> : null}
          >
            What somebody changes in the dashboard or through the API appears here.
          </EmptyState>
        ) : (
          <AuditList entries={page.items.map(viewOf)} />
        )}
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {cursor === undefined ? null : <LinkButton href={auditUrl(filters)}>Newest</LinkButton>}
          {page.nextCursor ? (
            <LinkButton href={auditUrl({ ...filters, cursor: page.nextCursor })}>Older</LinkButton>
          ) : null}
        </nav>
      </div>
      <Section
        title="Seal"
        description="Each entry is hashed with the one before. Note the newest root where nobody can change it: with it the end of the record can be verified, too."
      >
        <SealCard
          seal={{
            throughSequence: seal.throughSequence,
            root: seal.root,
            waiting: seal.waiting,
            isExposed: seal.isExposed,
          }}
          sealedAt={sealedAt === undefined ? null : `${sealedAt} UTC`}
          verify={verifyAuditAction}
        />
      </Section>
    </Page>
  )
}

const ACTORS: Readonly<Record<string, string>> = {
  chore: 'Portcullis itself',
  database: 'Somebody with access to the database',
}

function viewOf(event: ListedEvent): EntryView {
  const { id, sequence, at, actor, actorKind, keyId, address, requestId, action } = event
  const through = [
    keyId === null ? (actorKind === 'cli' ? 'at the command line' : '') : `by the key ${keyId}`,
    address === '' ? '' : `from ${address}`,
    requestId,
  ]
  return {
    id,
    sequence,
    at,
    who:
      actor ??
      ACTORS[actorKind] ??
      (action === 'session.refused' ? 'Nobody proved to be' : 'Somebody who has left'),
    through: through.filter(Boolean).join(' · '),
    action,
    risk: event.risk,
    ...wordsOfEntry(event),
  }
}

/** A cursor that no page gave shows an empty list, not an error. */
async function orNoPage(reading: Promise<PageOf<ListedEvent>>): Promise<PageOf<ListedEvent>> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid-input') return { items: [], nextCursor: null }
    throw error
  }
}
