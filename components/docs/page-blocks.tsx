import { Link2 } from 'lucide-react'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { type Block, copiedOf, type Heading, type Inline, wordsOf } from '#lib/manual/index.ts'
import { InlineText } from './inline-text.tsx'

type PageBlocksProps = { blocks: readonly Block[]; isPage: (slug: string) => boolean }

/** A page of the manual, block by block. */
export function PageBlocks({ blocks, isPage }: PageBlocksProps) {
  return blocks.map((block, at) => (
    <BlockView key={at.toString()} block={block} under={headingBefore(blocks, at)} isPage={isPage} />
  ))
}

type BlockViewProps = {
  block: Block
  /** The words of the heading that it stands under, which name what has no name of its own. */
  under: string
  isPage: (slug: string) => boolean
}

function BlockView({ block, under, isPage }: BlockViewProps) {
  const text = (inlines: readonly Inline[]) => <InlineText inlines={inlines} isPage={isPage} />
  switch (block.kind) {
    case 'heading':
      return <HeadingView heading={block} isPage={isPage} />
    case 'paragraph':
      return <p className="my-3 leading-relaxed">{text(block.inlines)}</p>
    case 'code':
      return (
        <CodeBlock
          className="my-4"
          label={block.label}
          code={block.text}
          copied={copiedOf(block.language, block.text)}
        />
      )
    case 'list':
      return <ListView block={block} isPage={isPage} />
    case 'table':
      return <TableView block={block} under={under} isPage={isPage} />
    case 'quote':
      return (
        <blockquote className="my-4 border-line-strong border-l-2 pl-4 text-ink-2">
          <PageBlocks blocks={block.blocks} isPage={isPage} />
        </blockquote>
      )
    case 'rule':
      return <hr className="my-8 border-line" />
  }
}

function headingBefore(blocks: readonly Block[], at: number): string {
  const heading = blocks.slice(0, at).findLast((block): block is Heading => block.kind === 'heading')
  return heading ? wordsOf(heading.inlines) : ''
}

const SIZES: Readonly<Record<number, string>> = {
  2: 'mt-10 mb-3 text-20',
  3: 'mt-8 mb-2 text-16',
}

function HeadingView({ heading, isPage }: { heading: Heading; isPage: (slug: string) => boolean }) {
  const Level = heading.depth === 2 ? 'h2' : heading.depth === 3 ? 'h3' : 'h4'
  return (
    <div className={`group flex items-baseline gap-2 ${SIZES[heading.depth] ?? 'mt-5 mb-2 text-14'}`}>
      <Level id={heading.id} className="min-w-0 scroll-mt-4 font-semibold [overflow-wrap:anywhere]">
        <InlineText inlines={heading.inlines} isPage={isPage} />
      </Level>
      <a
        href={`#${heading.id}`}
        aria-label={`Link to “${wordsOf(heading.inlines)}”`}
        className="-m-1 rounded-sm p-1 text-ink-3 opacity-0 transition-opacity hover:text-ink focus-visible:opacity-100 group-hover:opacity-100"
      >
        <Link2 aria-hidden className="size-4" />
      </a>
    </div>
  )
}

function ListView({
  block,
  isPage,
}: {
  block: Extract<Block, { kind: 'list' }>
  isPage: (slug: string) => boolean
}) {
  const List = block.start === null ? 'ul' : 'ol'
  return (
    <List
      {...(block.start !== null && block.start !== 1 && { start: block.start })}
      className={`my-3 flex flex-col gap-1.5 pl-6 leading-relaxed [&_p]:my-0 ${block.start === null ? 'list-disc' : 'list-decimal'} marker:text-ink-3`}
    >
      {block.items.map((item, at) => (
        <li key={at.toString()} className="pl-1">
          <PageBlocks blocks={item} isPage={isPage} />
        </li>
      ))}
    </List>
  )
}

// A region that scrolls sideways must be reachable by keyboard.
const scroller = (label: string) => ({ tabIndex: 0, role: 'group', 'aria-label': label })

type TableViewProps = {
  block: Extract<Block, { kind: 'table' }>
  under: string
  isPage: (slug: string) => boolean
}

function TableView({ block: { head, rows }, under, isPage }: TableViewProps) {
  const label = under === '' ? 'Table' : `Table: ${under}`
  const hasHead = head.some((cell) => wordsOf(cell) !== '')
  return (
    <div
      {...scroller(label)}
      className="my-4 overflow-x-auto rounded-md border border-line bg-surface -outline-offset-2"
    >
      <table className="w-full border-collapse text-left text-13 [&_td:first-child_code]:whitespace-nowrap [&_td]:min-w-24 [&_td]:px-3 [&_td]:py-2 [&_td]:align-top [&_th]:px-3 [&_th]:py-2 [&_th]:font-medium [&_th]:text-12 [&_th]:text-ink-3">
        {hasHead ? (
          <thead className="border-line border-b bg-sunken">
            <tr>
              {head.map((cell, at) =>
                // A head without words is none.
                wordsOf(cell) === '' ? (
                  <td key={at.toString()} />
                ) : (
                  <th key={at.toString()} scope="col">
                    <InlineText inlines={cell} isPage={isPage} />
                  </th>
                ),
              )}
            </tr>
          </thead>
        ) : null}
        <tbody className="divide-y divide-line">
          {rows.map((row, at) => (
            <tr key={at.toString()}>
              {row.map((cell, column) => (
                <td key={column.toString()}>
                  <InlineText inlines={cell} isPage={isPage} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
