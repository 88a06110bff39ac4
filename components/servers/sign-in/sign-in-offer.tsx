'use client'

import { KeyRound } from 'lucide-react'
import { type BeginSignIn, ConnectForm } from './connect-form.tsx'

/** What a server that asks people to sign in is offered instead of a header. */
export function SignInOffer({ host, begin }: { host: string; begin: BeginSignIn }) {
  return (
    <section
      aria-labelledby="sign-in-offer"
      className="flex flex-col gap-4 rounded-md border border-line bg-sunken px-4 py-4"
    >
      <div role="status">
        <h2 id="sign-in-offer" className="flex items-center gap-2 font-semibold text-14">
          <KeyRound aria-hidden className="size-4 text-ink-3" />
          This server asks you to sign in
        </h2>
        <p className="mt-1 text-14 text-ink-2">
          You are sent to <span className="code break-all text-13">{host}</span> and come back here; the
          server is then registered with its tools. What it gives is kept encrypted and renewed by itself.
        </p>
      </div>
      <ConnectForm begin={begin} label="Connect" mode="server" />
    </section>
  )
}
