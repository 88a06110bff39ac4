'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { allowConsent, refuseConsent } from '#lib/grants/index.ts'
import { CONSENT_REQUEST_COOKIE, consentCookieName } from '#lib/urls.ts'

const requestId = z.string()

// What it takes is asked of the member in the organisation whose server it is: by lib/grants.
export const allowConsentAction = memberAction(
  'servers.read',
  z.strictObject({
    requestId,
    label: z.string(),
    policyId: z.string().nullable(),
    expiresAt: z.iso
      .datetime()
      .transform((text) => new Date(text))
      .nullable(),
  }),
  async (member, { requestId: id, ...answer }) => {
    await requireOwnBrowser(id)
    const { returnTo, browserSecret } = await allowConsent(member, id, answer)
    const secure = env().appUrl.startsWith('https:')
    const jar = await cookies()
    jar.set(consentCookieName(secure), browserSecret, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: 600,
    })
    return { next: returnTo }
  },
)

export const refuseConsentAction = memberAction(
  'servers.read',
  z.strictObject({ requestId }),
  async (member, input) => {
    await requireOwnBrowser(input.requestId)
    const { returnTo } = await refuseConsent(member, input.requestId)
    return { next: returnTo }
  },
)

// The gateway set it where the client's request came in: an address that was passed on is of no use.
async function requireOwnBrowser(id: string): Promise<void> {
  if ((await cookies()).get(CONSENT_REQUEST_COOKIE)?.value === id) return
  throw new Fault('not-found', 'This did not begin in this browser. Begin in the client again.')
}
