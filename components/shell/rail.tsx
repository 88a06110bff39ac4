'use client'

import { clsx } from 'clsx'
import { PanelLeft } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { useLiveConnection } from '#components/live/index.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { NavLink } from '#components/ui/nav-link.tsx'
import { tip } from '#components/ui/tips.tsx'
import { AccountMenu, type AccountProps } from './account-menu.tsx'
import { LiveMark } from './live-mark.tsx'
import { isCurrent, NAV_ENTRIES } from './nav-entries.ts'
import { rememberRail } from './rail-memory.ts'
import { useCountInTitle, useWaitingCount } from './waiting-count.ts'
import { labelOf, WaitingMark } from './waiting-mark.tsx'

type RailProps = { account: AccountProps; initiallyCollapsed: boolean; waiting: number }

export function Rail({ account, initiallyCollapsed, waiting: initial }: RailProps) {
  const path = usePathname()
  const waiting = useWaitingCount(initial)
  useLiveConnection(`${account.email} ${account.organisation}`)
  useCountInTitle(initial)
  const [collapsed, setCollapsed] = useState(initiallyCollapsed)

  function toggle() {
    setCollapsed(!collapsed)
    rememberRail(!collapsed)
  }

  return (
    <aside
      className={clsx(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-r bg-rail sm:flex',
        collapsed ? 'w-14' : 'w-[232px]',
      )}
    >
      <div className={clsx('flex h-14 items-center gap-2', collapsed ? 'justify-center' : 'pr-2 pl-4')}>
        <NavLink
          href="/overview"
          aria-label={collapsed ? 'Home' : undefined}
          className="flex min-w-0 items-center gap-2.5 rounded-sm"
        >
          <LiveMark />
          {collapsed ? null : (
            <span className="truncate font-semibold text-14">
              <span className="sr-only">Home, </span>
              {account.organisation}
            </span>
          )}
        </NavLink>
        {collapsed ? null : (
          <IconButton
            label="Collapse navigation"
            size="sm"
            className="ml-auto"
            aria-expanded
            onClick={toggle}
          >
            <PanelLeft aria-hidden />
          </IconButton>
        )}
      </div>
      <nav aria-label="Main" className="flex-1 px-2 py-1">
        <ul className="flex flex-col gap-0.5">
          {NAV_ENTRIES.map((entry) => {
            const current = isCurrent(entry, path)
            return (
              <li key={entry.href}>
                <NavLink
                  {...(collapsed && tip(entry.label, 'right'))}
                  href={entry.href}
                  aria-current={current ? 'page' : undefined}
                  aria-label={collapsed ? labelOf(entry, waiting) : undefined}
                  className={clsx(
                    'relative flex h-8 items-center gap-2.5 rounded-md text-14 transition-colors',
                    collapsed ? 'justify-center' : 'px-2',
                    current ? 'bg-pressed font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                  )}
                >
                  <entry.icon aria-hidden className="size-4 shrink-0" />
                  {collapsed ? null : entry.label}
                  {entry.counts && waiting > 0 ? <WaitingMark count={waiting} isSmall={collapsed} /> : null}
                </NavLink>
              </li>
            )
          })}
        </ul>
      </nav>
      <div className="flex flex-col gap-1 p-2">
        {collapsed ? (
          <IconButton
            label="Expand navigation"
            className="self-center"
            aria-expanded={false}
            onClick={toggle}
          >
            <PanelLeft aria-hidden />
          </IconButton>
        ) : null}
        <AccountMenu {...account} compact={collapsed} />
      </div>
    </aside>
  )
}
