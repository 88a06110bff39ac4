import { browserName } from '#components/account/browser-name.ts'
import { Sessions } from '#components/account/sessions.tsx'
import { Section } from '#components/ui/section.tsx'
import { listSessions } from '#lib/accounts/index.ts'
import type { CurrentSession } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { revokeOtherSessionsAction, revokeSessionAction } from './actions.ts'

/** Where the person is signed in. */
export async function OwnSessions({
  member,
  session,
}: {
  member: Member
  session: CurrentSession['session']
}) {
  const sessions = (await listSessions(member)).map(({ id, agent, address, createdAt, lastUsedAt }) => ({
    id,
    browser: browserName(agent),
    agent,
    address: address === 'unknown' ? '' : address,
    createdAt,
    lastUsedAt,
    isThis: id === session.id,
  }))
  return (
    <Section
      title="Sessions"
      description="Where you are signed in. A session ends after 7 days without use, and after 30 in any case."
    >
      <Sessions
        sessions={sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis))}
        revoke={revokeSessionAction}
        revokeOthers={revokeOtherSessionsAction}
      />
    </Section>
  )
}
