import { clsx } from 'clsx'
import { type Block, type Heading, wordsOf } from '#lib/manual/index.ts'

// More than this, and the list is no longer an overview.
const MOST = 28

/** The headings of a page, as links. */
export function OnThisPage({ blocks }: { blocks: readonly Block[] }) {
  const headings = shownHeadings(blocks)
  if (headings.length < 2) return null
  return (
    <nav aria-label="On this page" className="sticky top-0 max-h-dvh overflow-y-auto px-1 pt-8 pb-8">
      <p className="pb-1.5 font-medium text-12 text-ink-3">On this page</p>
      <ul className="flex flex-col gap-1 border-line border-l">
        {headings.map(({ id, depth, inlines }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className={clsx(
                'block rounded-sm py-0.5 text-13 text-ink-2 [overflow-wrap:anywhere] hover:text-ink',
                depth === 2 ? 'pl-3' : 'pl-6',
              )}
            >
              {wordsOf(inlines)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function shownHeadings(blocks: readonly Block[]): Heading[] {
  const upTo = (depth: number) =>
    blocks.filter((block): block is Heading => block.kind === 'heading' && block.depth <= depth)
  const both = upTo(3)
  return both.length <= MOST ? both : upTo(2)
}
