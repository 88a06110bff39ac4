import { AuthenticatorApp } from '#components/account/authenticator-app.tsx'
import { Passkeys } from '#components/account/passkeys.tsx'
import { RecoveryCodes } from '#components/account/recovery-codes.tsx'
import { Section } from '#components/ui/section.tsx'
import type { Member } from '#lib/data/model.ts'
import { getFactors, listPasskeys } from '#lib/factors/index.ts'
import {
  addPasskeyAction,
  confirmAppAction,
  passkeyCreationAction,
  removeAppAction,
  removePasskeyAction,
  renewRecoveryCodesAction,
  startAppAction,
} from './factor-actions.ts'

/** What the person proves themselves by besides the password. */
export async function Factors({ member }: { member: Member }) {
  const [passkeys, factors] = await Promise.all([listPasskeys(member), getFactors(member)])
  const isOn = factors.hasApp || factors.hasPasskey
  return (
    <>
      <Section
        title="Passkeys"
        description="Sign in without a password. Once you have one, the password alone opens nothing."
      >
        <Passkeys
          passkeys={passkeys}
          creation={passkeyCreationAction}
          add={addPasskeyAction}
          remove={removePasskeyAction}
        />
      </Section>
      <Section title="Authenticator app" description="A code of your phone after the password.">
        <AuthenticatorApp
          isOn={factors.hasApp}
          start={startAppAction}
          finish={confirmAppAction}
          remove={removeAppAction}
        />
      </Section>
      {isOn ? (
        <Section title="Recovery codes" description="For the day on which the device is gone.">
          <RecoveryCodes left={factors.recoveryCodes} renew={renewRecoveryCodesAction} />
        </Section>
      ) : null}
    </>
  )
}
