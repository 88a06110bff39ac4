import { LinkButton } from '#components/ui/link-button.tsx'

/**
 * What stands where the docs have no page. It is drawn in place of throwing: what the framework makes of a missing
 * page is empty without a script. The mark makes the answer a 404 (app/kept-pages.ts).
 */
export function MissingPage() {
  return (
    <div data-missing="true" className="py-6">
      <h1 className="font-semibold text-20">The docs have no page at this address</h1>
      <p className="mt-1 text-ink-2">
        It may go by another name. Search for what it says, or choose it from the contents.
      </p>
      <LinkButton href="/docs" prefetch={false} className="mt-4 w-fit">
        See all pages
      </LinkButton>
    </div>
  )
}
