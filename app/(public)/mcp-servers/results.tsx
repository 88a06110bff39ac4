import { Search } from 'lucide-react'
import { Pager } from '#components/catalogue/pager.tsx'
import { ServerList } from '#components/catalogue/server-list.tsx'
import { ToolList } from '#components/catalogue/tool-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Fault } from '#lib/fault.ts'
import { type Listing, searchCatalogue } from '#lib/listings/index.ts'
import { count } from '#lib/pages/index.ts'
import { type BrowseView, browseHref } from './browse-view.ts'
import { linkOf, titleOf } from './read-pages.ts'

type ResultsProps = {
  view: BrowseView
  /** The page that they stand on, where it is not the search itself. */
  at?: string
}

/** One page of what was looked for. */
export async function Results({ view, at }: ResultsProps) {
  const pageAt = (cursor: string | undefined) =>
    at === undefined
      ? browseHref({ ...view, cursor })
      : `${at}${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`
  const found = await search(view)
  if (found === null)
    return (
      <EmptyState
        title="This page of the results is not there"
        action={
          <LinkButton href={pageAt(undefined)} prefetch={false}>
            See the first page
          </LinkButton>
        }
      >
        The address names a place that no page of results ends at.
      </EmptyState>
    )
  if (found.shown === 0) return <NothingFound view={view} />
  return (
    <section aria-label="Results">
      {found.isNear ? (
        <Notice className="mb-4">Nothing is called “{view.q}” exactly. These are near to it.</Notice>
      ) : null}
      {found.total === null ? null : (
        <p className="pb-2 text-13 text-ink-3">
          {found.total >= MANY ? `${MANY.toLocaleString('en')} or more` : count(found.total, 'result')}
        </p>
      )}
      {found.list}
      <Pager
        first={view.cursor === undefined ? null : pageAt(undefined)}
        next={found.nextCursor === null ? null : pageAt(found.nextCursor)}
      />
    </section>
  )
}

/** Where counting ends. */
const MANY = 1000

async function search(view: BrowseView) {
  const { q, category, severity, cursor } = view
  const filter = { q, category, severity, cursor }
  try {
    if (view.kind === 'tools') {
      const { items, nextCursor, total } = await searchCatalogue({ kind: 'tools', ...filter })
      const isNear = items[0]?.match === 'near'
      return { nextCursor, total, isNear, shown: items.length, list: <ToolList tools={items.map(linkOf)} /> }
    }
    const { items, nextCursor, total } = await searchCatalogue({ kind: 'servers', ...filter })
    const isNear = items[0]?.match === 'near'
    return { nextCursor, total, isNear, shown: items.length, list: <ServerList servers={items.map(rowOf)} /> }
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid-input') return null
    throw error
  }
}

function rowOf(listing: Listing) {
  const { slug, description, tools, counts, severity } = listing
  return { slug, title: titleOf(listing), description, tools, counts, severity }
}

/** What there is to do where nothing is found. */
function NothingFound({ view }: { view: BrowseView }) {
  return (
    <EmptyState
      icon={<Search />}
      title={view.q === undefined ? 'Nothing here' : `Nothing is found for “${view.q}”`}
      action={
        <LinkButton href="/mcp-servers" prefetch={false}>
          See all servers
        </LinkButton>
      }
    >
      Try fewer words, or take a filter away. Slips of a letter or two are forgiven.
    </EmptyState>
  )
}
