// What a copy without a mail server has written: shown on the machine that it runs on, and nowhere else.
import { findMail, listMail, type StoredMail } from '#lib/data/mail.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { openMail } from '#lib/sealed-mail.ts'
import { mailMode } from './mode.ts'

export type KeptMail = Omit<StoredMail, 'sealed'>
export type KeptLetter = KeptMail & {
  /** '' where it cannot be opened (any more). */
  readonly text: string
}

// As `clientAddress` writes ::1, with the rest of its network: nobody else is in it.
const LOOPBACK_V6 = '::/64'

/**
 * Whether whoever asks may read the mailbox: the mode is the local one, the page is asked for by the name that it runs
 * under (a web page elsewhere cannot rebind that), and from this machine.
 * @param host the request's Host header @param address the client's network address
 */
export function isLocalMailbox(host: string | null, address: string): boolean {
  if (mailMode() !== 'mailbox' || host === null) return false
  return (
    host.toLowerCase() === new URL(env().appUrl).host && (address === LOOPBACK_V6 || /^127\./.test(address))
  )
}

/** The newest first, 100 at most. Only for whom `isLocalMailbox` lets in. @throws Fault not-found */
export async function listMailbox(): Promise<KeptMail[]> {
  requireMailbox()
  return (await listMail(100)).map(({ sealed: _, ...kept }) => kept)
}

/** One mail with its text. Only for whom `isLocalMailbox` lets in. @throws Fault not-found */
export async function readMail(id: string): Promise<KeptLetter> {
  requireMailbox()
  const found = await findMail(id)
  if (!found) throw noMail()
  const { sealed, ...kept } = found
  return { ...kept, text: sealed === null ? '' : textOf(id, sealed) }
}

// Made under another SECRET_KEY, it is closed for good; the list goes on.
function textOf(id: string, sealed: Uint8Array): string {
  try {
    return openMail(env().secretKey, id, sealed).text
  } catch (error) {
    log.warn({ err: error }, 'a mail cannot be opened')
    return ''
  }
}

function requireMailbox(): void {
  if (mailMode() !== 'mailbox') throw noMail()
}

function noMail(): Fault {
  return new Fault('not-found', 'There is no such mail here. Go back to the mailbox.')
}
