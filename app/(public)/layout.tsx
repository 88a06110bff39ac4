import type { ReactNode } from 'react'
import { PublicFooter } from '#components/public/public-footer.tsx'
import { PublicHeader } from '#components/public/public-header.tsx'
import { SkipLink } from '#components/shell/skip-link.tsx'
import { canSignUp } from '#lib/auth/index.ts'

/** The same for everybody, signed in or not: what is drawn here is kept and shown to others. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <PublicHeader signUpOpen={await canSignUp()} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <PublicFooter />
    </div>
  )
}
