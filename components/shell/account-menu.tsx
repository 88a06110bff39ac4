'use client'

import { clsx } from 'clsx'
import { BookOpen, ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useTransition } from 'react'
import { Switcher, type SwitcherProps } from '#components/organisations/switcher.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '#components/ui/menu.tsx'
import { setTheme, type Theme, useTheme } from './theme.ts'

export type AccountProps = {
  email: string
  organisation: string
  signOut: () => Promise<void>
  switcher: SwitcherProps
}

const THEMES = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const

export function AccountMenu(props: AccountProps & { compact?: boolean }) {
  const { email, organisation, signOut, switcher, compact } = props
  const [pending, startTransition] = useTransition()
  return (
    <Menu
      side={compact ? 'right' : 'top'}
      align={compact ? 'end' : 'start'}
      trigger={
        <button
          type="button"
          aria-label={compact ? `Account, ${email}` : undefined}
          aria-busy={pending || undefined}
          className={clsx(
            'flex items-center gap-2.5 rounded-md text-left transition-colors hover:bg-hover data-popup-open:bg-hover',
            compact ? 'size-10 justify-center' : 'h-10 w-full px-2',
          )}
        >
          <span
            aria-hidden
            // Drawn, not written: a lone letter is no part of the button's name.
            data-letter={email.slice(0, 1)}
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-ink font-medium text-12 text-on-ink uppercase before:content-[attr(data-letter)]"
          />
          {compact ? null : (
            <>
              <span className="min-w-0 flex-1 truncate text-13 text-ink-2">
                <span className="sr-only">Account, </span>
                {email}
              </span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>
        <span className="block max-w-52 truncate font-medium text-13 text-ink">{organisation}</span>
        <span className="block max-w-52 truncate">{email}</span>
      </MenuLabel>
      <MenuSeparator />
      <Switcher {...switcher} />
      <MenuLink icon={<UserRound aria-hidden />} render={<Link href="/settings/account" />}>
        Your account
      </MenuLink>
      <MenuLink icon={<BookOpen aria-hidden />} render={<Link href="/docs" />}>
        Docs
      </MenuLink>
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => startTransition(signOut)}>
        Sign out
      </MenuItem>
    </Menu>
  )
}

function ThemeChoice() {
  return <MenuChoice<Theme> label="Theme" value={useTheme()} onValueChange={setTheme} options={THEMES} />
}
