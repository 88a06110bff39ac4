'use client'

import { useEffect, useRef } from 'react'
import { CodeBlock } from '#components/ui/code-block.tsx'

/** Shown once. Focus comes here, so that nobody leaves without having met it. */
export function TokenReveal({ token, title }: { token: string; title: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section aria-label="Token" className="flex flex-col gap-3">
      <div>
        <h2 ref={heading} tabIndex={-1} className="rounded-sm font-semibold text-16 outline-none">
          {title}
        </h2>
        <p className="text-14 text-ink-2">
          Copy the token now. Only its digest is kept, so it cannot be shown again; it can be replaced.
        </p>
      </div>
      <CodeBlock label="Token" code={token} copyLabel="Copy token" wrap />
    </section>
  )
}
