import { clsx } from 'clsx'
import { CopyButton } from './copy-button.tsx'

type CodeBlockProps = {
  code: string
  /** A file's name or what it is; names the region. */
  label: string
  copyLabel?: string
  /** What is copied where that is not all that is shown. */
  copied?: string
  /** Long lines break instead of scrolling: for a URL or a token. */
  wrap?: boolean
  className?: string
}

// A region that scrolls sideways must be reachable by keyboard.
const scroller = (label: string) => ({ tabIndex: 0, role: 'group', 'aria-label': label })

export function CodeBlock({ code, label, copyLabel = 'Copy', copied, wrap, className }: CodeBlockProps) {
  return (
    <figure className={clsx('min-w-0 overflow-hidden rounded-md border border-line bg-sunken', className)}>
      <figcaption className="flex h-9 items-center justify-between gap-2 border-line border-b pr-1 pl-3 coarse:h-11">
        <span className="code truncate text-12 text-ink-3">{label}</span>
        <CopyButton text={copied ?? code} label={copyLabel} variant="quiet" />
      </figcaption>
      <pre {...scroller(label)} className="overflow-x-auto px-3 py-2.5 -outline-offset-2">
        <code className={clsx('code text-13', wrap ? 'whitespace-pre-wrap break-all' : 'whitespace-pre')}>
          {code}
        </code>
      </pre>
    </figure>
  )
}
