import Link from 'next/link'
import { Mark } from '#components/shell/mark.tsx'

const PLACES = [
  { href: '/docs', label: 'Docs' },
  { href: '/mcp-servers', label: 'MCP servers' },
  { href: '/risk/critical', label: 'Critical tools' },
  { href: '/attacks', label: 'Attacks' },
  { href: '/llms.txt', label: 'llms.txt' },
]

export function PublicFooter() {
  return (
    <footer className="border-line border-t">
      <div className="mx-auto flex w-full max-w-[1200px] flex-wrap items-center gap-x-6 gap-y-3 px-4 py-8 text-13 text-ink-3 sm:px-6">
        <span className="flex items-center gap-2 text-ink-2">
          <Mark className="size-4" />
          Portcullis
        </span>
        <span>Open source, Apache-2.0</span>
        <nav aria-label="More" className="flex flex-wrap gap-x-5 gap-y-2 sm:ml-auto">
          {PLACES.map(({ href, label }) => (
            <Link key={href} href={href} prefetch={false} className="rounded-sm hover:text-ink">
              {label}
            </Link>
          ))}
        </nav>
      </div>
    </footer>
  )
}
