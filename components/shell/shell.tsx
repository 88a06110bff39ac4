import type { ReactNode } from 'react'
import { NewsToasts } from '#components/live/index.ts'
import type { AccountProps } from './account-menu.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { Rail } from './rail.tsx'
import { SkipLink } from './skip-link.tsx'

type ShellProps = { account: AccountProps; collapsed: boolean; waiting: number; children: ReactNode }

/** The frame of every signed-in page: rail (a bar at the foot of a phone), then the page. */
export function Shell({ account, collapsed, waiting, children }: ShellProps) {
  return (
    <>
      <SkipLink />
      <NewsToasts />
      <div className="flex min-h-dvh max-sm:flex-col">
        <Rail account={account} initiallyCollapsed={collapsed} waiting={waiting} />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none max-sm:pb-16">
          {children}
        </main>
        <BottomBar account={account} waiting={waiting} />
      </div>
    </>
  )
}
