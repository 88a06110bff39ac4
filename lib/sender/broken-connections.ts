// To whoever connected an account of their own at a server, once its access has ended: their agents are refused until
// they connect it again, and nobody else can.
import { randomUUID } from 'node:crypto'
import { type BrokenConnection, tellBrokenConnections } from '#lib/data/broken-connections.ts'
import type { Pool } from '#lib/data/notices/index.ts'
import { letterOf } from '#lib/messages/index.ts'
import { sealMail } from '#lib/sealed-mail.ts'

const AT_ONCE = 50

/** Writes to all who are to be told; the letters leave with the others. @throws {Fault} store-unavailable */
export async function tellBroken(
  pool: Pool,
  { secretKey, appUrl }: { readonly secretKey: Buffer; readonly appUrl: string },
): Promise<void> {
  const letterTo = (broken: BrokenConnection) => {
    const id = `ltr_${randomUUID()}`
    const { subject, text, html } = letterOf(letterAbout(broken), appUrl)
    const sealed = sealMail(secretKey, id, { text, html })
    return { id, kind: 'account-disconnected', recipient: broken.email, subject, sealed }
  }
  for (let told = AT_ONCE; told === AT_ONCE; ) told = await tellBrokenConnections(pool, AT_ONCE, letterTo)
}

function letterAbout({ server, organisation, serverId, message }: BrokenConnection) {
  return {
    subject: `Connect your account at ${server} again`,
    paragraphs: [
      `Your account at the server “${server}” of ${organisation} is not connected any more. Calls of your agents to it are refused until you connect it again.`,
      message,
    ],
    action: { label: 'Connect again', path: `/servers/${serverId}/account` },
    why: 'You get this because you connected an account of your own there. To stop using it, disconnect it at the same place.',
  }
}
