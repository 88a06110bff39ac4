import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { type Inline, targetOf } from '#lib/manual/index.ts'

type InlineTextProps = {
  inlines: readonly Inline[]
  /** Whether a page of that slug is in the manual. */
  isPage: (slug: string) => boolean
}

/** Running text of a page of the manual: what is not one of these few shapes cannot be shown at all. */
export function InlineText({ inlines, isPage }: InlineTextProps): ReactNode {
  return inlines.map((inline, at) => (
    <Fragment key={at.toString()}>
      <One inline={inline} isPage={isPage} />
    </Fragment>
  ))
}

function One({ inline, isPage }: { inline: Inline; isPage: (slug: string) => boolean }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return withWholeRanges(inline.text)
    case 'code':
      return <code className="code-chip">{inline.text}</code>
    case 'strong':
      return (
        <strong className="font-semibold">
          <InlineText inlines={inline.inlines} isPage={isPage} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <InlineText inlines={inline.inlines} isPage={isPage} />
        </em>
      )
    case 'break':
      return <br />
    case 'link':
      return (
        <DocLink href={inline.href} isPage={isPage}>
          <InlineText inlines={inline.inlines} isPage={isPage} />
        </DocLink>
      )
  }
}

const RANGE = /(\(?\d[\d.,]*–\d[\d.,]*\)?)/

// A range is read as one: no line ends inside of it.
function withWholeRanges(text: string): ReactNode {
  const parts = text.split(RANGE)
  if (parts.length === 1) return text
  return parts.map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      <span key={at.toString()} className="whitespace-nowrap">
        {part}
      </span>
    ),
  )
}

type DocLinkProps = { href: string; isPage: (slug: string) => boolean; children: ReactNode }

function DocLink({ href, isPage, children }: DocLinkProps) {
  const target = targetOf(href, isPage)
  if (target.kind === 'none') return children
  // What is no page of the manual may be a file: the browser fetches it as it is.
  return target.kind === 'page' && /^(#|\/docs(\/|$))/.test(target.href) ? (
    <Link href={target.href} prefetch={false} className="link">
      {children}
    </Link>
  ) : (
    <a href={target.href} rel="noreferrer" className="link">
      {children}
    </a>
  )
}
