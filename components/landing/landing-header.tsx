import Link from 'next/link'
import { Mark } from '#components/shell/mark.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

type LandingHeaderProps = { signedIn: boolean; signUpOpen: boolean }

export function LandingHeader({ signedIn, signUpOpen }: LandingHeaderProps) {
  return (
    <header className="mx-auto flex h-16 w-full max-w-[1200px] items-center justify-between px-4 sm:px-6">
      <Link href="/" className="flex items-center gap-2.5 rounded-sm font-semibold text-16">
        <Mark className="size-6" />
        Portcullis
      </Link>
      <nav aria-label="Account" className="flex items-center gap-2">
        {signedIn ? (
          <LinkButton href="/overview" prefetch={false}>
            Open dashboard
          </LinkButton>
        ) : (
          <>
            <LinkButton href="/sign-in" prefetch={false} variant="quiet">
              Sign in
            </LinkButton>
            {signUpOpen ? (
              <LinkButton href="/sign-up" prefetch={false}>
                Sign up
              </LinkButton>
            ) : null}
          </>
        )}
      </nav>
    </header>
  )
}
