'use client'

import { clsx } from 'clsx'
import { usePathname } from 'next/navigation'
import { NavLink } from '#components/ui/nav-link.tsx'
import { AccountMenu, type AccountProps } from './account-menu.tsx'
import { isCurrent, NAV_ENTRIES } from './nav-entries.ts'
import { useWaitingCount } from './waiting-count.ts'
import { WaitingMark } from './waiting-mark.tsx'

/** The rail of a phone: within reach of a thumb, above the home indicator. */
export function BottomBar({ account, waiting: initial }: { account: AccountProps; waiting: number }) {
  const path = usePathname()
  const waiting = useWaitingCount(initial)
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 flex border-line border-t bg-rail pb-[env(safe-area-inset-bottom)] sm:hidden">
      <nav aria-label="Main" className="min-w-0 flex-1 pl-1">
        <ul className="flex">
          {NAV_ENTRIES.filter(({ isWide }) => !isWide).map((entry) => {
            const current = isCurrent(entry, path)
            return (
              <li key={entry.href} className="flex-1">
                <NavLink
                  href={entry.href}
                  aria-current={current ? 'page' : undefined}
                  className={clsx(
                    'relative flex h-14 flex-col items-center justify-center gap-1 text-12 tracking-tighter -outline-offset-2',
                    current ? 'font-medium text-ink' : 'text-ink-3',
                  )}
                >
                  <entry.icon aria-hidden className="size-5" strokeWidth={current ? 2.25 : 1.75} />
                  {entry.label}
                  {entry.counts && waiting > 0 ? <WaitingMark count={waiting} isSmall /> : null}
                </NavLink>
              </li>
            )
          })}
        </ul>
      </nav>
      <div className="flex w-10 items-center justify-center">
        <AccountMenu {...account} compact />
      </div>
    </div>
  )
}
