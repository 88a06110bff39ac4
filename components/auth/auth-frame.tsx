import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '#components/shell/mark.tsx'

type AuthFrameProps = { title: string; description?: ReactNode; children: ReactNode; footer: ReactNode }

export function AuthFrame({ title, description, children, footer }: AuthFrameProps) {
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-90">
        <Link href="/" aria-label="Portcullis, home" className="inline-flex rounded-md">
          <Mark className="size-8" />
        </Link>
        <h1 className="mt-6 font-semibold text-20">{title}</h1>
        {description ? <p className="mt-1 text-14 text-ink-2">{description}</p> : null}
        <div className="mt-6">{children}</div>
        <p className="mt-6 text-14 text-ink-2">{footer}</p>
      </div>
    </main>
  )
}
