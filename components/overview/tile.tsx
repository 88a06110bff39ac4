import Link from 'next/link'
import type { ReactNode } from 'react'

type TileProps = { title: string; href: string; figure: ReactNode; children?: ReactNode }

/** One figure with what it is made of; the whole of it leads to the list behind. */
export function Tile({ title, href, figure, children }: TileProps) {
  return (
    <div className="relative rounded-md border border-line bg-surface px-4 py-3.5 transition-colors hover:bg-hover">
      <h2 className="text-13 text-ink-2">
        <Link href={href} className="rounded-sm after:absolute after:inset-0">
          {title}
        </Link>
      </h2>
      <p className="mt-1 font-semibold text-28 proportional-nums">{figure}</p>
      <div className="mt-1 min-h-5 text-13 text-ink-3">{children}</div>
    </div>
  )
}
