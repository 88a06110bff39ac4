'use client'

import { Layers } from 'lucide-react'
import Link from 'next/link'

type ServingBannerProps = { others: readonly { readonly name: string }[]; href: string }

/** The policy serves other servers too: what is published here holds there. */
export function ServingBanner({ others, href }: ServingBannerProps) {
  const [first, ...rest] = others
  if (!first) return null
  const names = rest.length === 0 ? first.name : `${first.name} and ${rest.length} more`
  return (
    <div className="mx-4 mb-2 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-line bg-sunken px-3 py-1.5 text-13 text-ink-2">
      <Layers aria-hidden className="size-4 text-ink-3" />
      <p className="min-w-0 flex-1 basis-48">
        <strong className="font-medium text-ink">It also serves {names}.</strong> What you publish holds
        there, too.
      </p>
      <Link href={href} className="rounded-sm underline underline-offset-4">
        Its servers
      </Link>
    </div>
  )
}
