import { LinkButton } from '#components/ui/link-button.tsx'

/** From page to page, by links. */
export function Pager({ first, next }: { first: string | null; next: string | null }) {
  if (first === null && next === null) return null
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {first === null ? (
        <span />
      ) : (
        <LinkButton href={first} prefetch={false}>
          Back to the first
        </LinkButton>
      )}
      {next === null ? null : (
        <LinkButton href={next} prefetch={false}>
          Next page
        </LinkButton>
      )}
    </nav>
  )
}
