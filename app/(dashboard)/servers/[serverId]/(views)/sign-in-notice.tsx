import Link from 'next/link'
import { Notice } from '#components/ui/notice.tsx'
import { getSignIn } from '#lib/connections/index.ts'
import type { Member, Server } from '#lib/data/model.ts'

/** Above every view of a server: that this member has to connect an account before its calls work. */
export async function SignInNotice({ member, server }: { member: Member; server: Server }) {
  const signIn = server.signIn === 'user' ? await getSignIn(member, server.id) : null
  if (!signIn || (signIn.account && !signIn.account.isBroken)) return null
  return (
    <Notice
      className="mb-4"
      title={signIn.account ? 'Your account has to be connected again' : 'Your account is not connected'}
    >
      Each person signs in to this server. Calls with grants that you made fail until you{' '}
      <Link href={`/servers/${server.id}/account`} className="underline">
        connect your account
      </Link>
      .
    </Notice>
  )
}
