import { Search } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '#components/shell/mark.tsx'
import { iconButtonStyle } from '#components/ui/button-style.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { SearchForm } from './search-form.tsx'

type PublicHeaderProps = {
  signUpOpen: boolean
  /** In place of the ways in, for whoever is in already. */
  account?: ReactNode
}

// Where there is no room for all, the footer has them.
const PLACES = [
  { href: '/mcp-servers', label: 'Servers' },
  { href: '/attacks', label: 'Attacks' },
  { href: '/try', label: 'Try' },
  { href: '/docs', label: 'Docs', className: 'max-md:hidden' },
]

/** The head of every page that needs no account: where one is, search, and the ways in. */
export function PublicHeader({ signUpOpen, account }: PublicHeaderProps) {
  return (
    <header className="border-line border-b">
      <div className="mx-auto flex h-14 w-full max-w-[1200px] items-center gap-x-3 px-4 sm:gap-x-6 sm:px-6">
        <Link
          href="/"
          prefetch={false}
          className="flex items-center gap-2.5 rounded-sm font-semibold text-16"
        >
          <Mark className="size-6" />
          <span className="max-[24rem]:sr-only">Portcullis</span>
        </Link>
        <nav aria-label="Catalogue" className="flex items-center gap-1 max-sm:hidden">
          {PLACES.map(({ href, label, className }) => (
            <LinkButton key={href} href={href} prefetch={false} variant="quiet" className={className}>
              {label}
            </LinkButton>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1.5 sm:gap-2">
          <SearchForm className="w-56 max-md:hidden lg:w-72" />
          <Link
            href="/mcp-servers"
            prefetch={false}
            aria-label="Search the catalogue"
            className={`${iconButtonStyle()} md:hidden`}
          >
            <Search aria-hidden />
          </Link>
          {account ?? (
            <nav aria-label="Account" className="flex items-center gap-1.5">
              <LinkButton href="/sign-in" prefetch={false} variant="quiet">
                Sign in
              </LinkButton>
              {signUpOpen ? (
                <LinkButton href="/sign-up" prefetch={false}>
                  Sign up
                </LinkButton>
              ) : null}
            </nav>
          )}
        </div>
      </div>
    </header>
  )
}
