import { OwnEmail } from '#components/account/own-email.tsx'
import { OwnPassword } from '#components/account/own-password.tsx'
import { Providers } from '#components/account/providers.tsx'
import { Section } from '#components/ui/section.tsx'
import { getAccount } from '#lib/accounts/index.ts'
import { offeredProviders, PROVIDER_NAMES } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { mailMode } from '#lib/mail/index.ts'
import {
  askToConfirmAction,
  cancelEmailChangeAction,
  changeEmailAction,
  changePasswordAction,
  connectProviderAction,
  disconnectProviderAction,
} from './actions.ts'

/** The address, the password, and accounts elsewhere. */
export async function SignInWays({ member }: { member: Member }) {
  const account = await getAccount(member)
  const { email, emailVerified, hasPassword, passwordChangedAt, pendingEmail, providers } = account
  const offered = offeredProviders()
  const shown = Object.entries(PROVIDER_NAMES).flatMap(([id, name]) => {
    const isConnected = providers.includes(id)
    const isOffered = offered.some((each) => each.id === id)
    return isConnected || isOffered ? [{ id, name, isConnected, isOffered }] : []
  })
  return (
    <>
      <Section title="E-mail" description="You sign in with it, and letters about your account go there.">
        <OwnEmail
          email={email}
          isConfirmed={emailVerified !== null}
          pending={pendingEmail}
          mail={mailMode()}
          confirm={askToConfirmAction}
          change={changeEmailAction}
          cancel={cancelEmailChangeAction}
        />
      </Section>
      <Section title="Password" description="Changing it ends every other session of yours.">
        <OwnPassword
          hasPassword={hasPassword}
          changedAt={passwordChangedAt}
          email={email}
          change={changePasswordAction}
        />
      </Section>
      {shown.length > 0 ? (
        <Section title="Accounts elsewhere" description="Whoever can sign in there can sign in here.">
          <Providers
            providers={shown}
            connect={connectProviderAction}
            disconnect={disconnectProviderAction}
          />
        </Section>
      ) : null}
    </>
  )
}
