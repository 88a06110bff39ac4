'use client'

import { clsx } from 'clsx'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { NavLink } from './nav-link.tsx'

export type NavTab = { href: string; label: string; count?: ReactNode }

/** Tabs that are pages: each has a URL, so back, reload and a shared link do what one expects. */
export function NavTabs({ label, tabs }: { label: string; tabs: readonly NavTab[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="border-line border-b">
      <ul className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab) => {
          const current = path === tab.href
          return (
            <li key={tab.href}>
              <NavLink
                href={tab.href}
                aria-current={current ? 'page' : undefined}
                className={clsx(
                  'flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-2.5 font-medium text-13 -outline-offset-2 transition-colors coarse:h-11',
                  current ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
                )}
              >
                {tab.label}
                {tab.count === undefined ? null : (
                  <span className="font-normal text-12 text-ink-3">{tab.count}</span>
                )}
              </NavLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
