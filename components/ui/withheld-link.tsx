import type { ReactNode } from 'react'
import { LinkButton } from './link-button.tsx'
import { Withheld } from './withheld.tsx'

type WithheldLinkProps = {
  href: string
  /** Why not, and who may; null for a reader who may. */
  reason: string | null
  variant?: 'primary'
  children: ReactNode
}

/** A link that looks like a button, for those who may; for others it stays where it is and says why not. */
export function WithheldLink({ href, reason, variant, children }: WithheldLinkProps) {
  if (reason) return <Withheld reason={reason}>{children}</Withheld>
  return (
    <LinkButton href={href} {...(variant && { variant })}>
      {children}
    </LinkButton>
  )
}
