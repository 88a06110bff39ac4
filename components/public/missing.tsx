import { LinkButton } from '#components/ui/link-button.tsx'
import { SearchForm } from './search-form.tsx'

const SERVERS = { href: '/mcp-servers', words: 'See all servers' }

/**
 * What stands where the catalogue has nothing. A page draws it in place of throwing: what the framework makes of a
 * missing page is empty without a script. The mark makes the answer a 404 (app/kept-pages.ts).
 */
export function Missing({ all = SERVERS }: { all?: { href: string; words: string } }) {
  return (
    <div data-missing="true" className="mx-auto flex w-full max-w-xl flex-col px-4 py-24 sm:px-6">
      <h1 className="font-semibold text-20">The catalogue has nothing at this address</h1>
      <p className="mt-1 text-14 text-ink-2">
        It may go by another name. Search for it, or see all there is.
      </p>
      <SearchForm label="Search servers and tools" size="lg" className="mt-6" />
      <LinkButton href={all.href} prefetch={false} className="mt-4 w-fit">
        {all.words}
      </LinkButton>
    </div>
  )
}
