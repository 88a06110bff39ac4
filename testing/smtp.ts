// A real SMTP server on a port of its own, for what people are mailed.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  /** As it came, headers and all. */
  readonly raw: string
  /** The header of this name, unfolded; '' where there is none. */
  readonly header: (name: string) => string
  /** Everything, with what the transfer encoded put back. */
  readonly decoded: string
}
export type MailServer = {
  /** smtp://user:password@…, as SMTP_URL. */
  readonly url: string
  readonly received: ReceivedMail[]
  /** The next mail to `to` whose subject contains `subject`; those before it are left where they are. */
  readonly next: (to: string, subject?: string, timeoutMs?: number) => Promise<ReceivedMail>
  /** Refuses every recipient with this code from now on; null: takes them again. */
  readonly refuseWith: (code: number | null) => void
  readonly close: () => Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const taken = new Set<ReceivedMail>()
  let refusal: number | null = null
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      done(username === 'gate' && password === 'p@ss/word' ? null : new Error('no'), { user: username }),
    onRcptTo: (_address, _session, done) =>
      done(refusal === null ? null : Object.assign(new Error('mailbox trouble'), { responseCode: refusal })),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push(mailOf(from, to, Buffer.concat(chunks).toString()))
        done()
      })
    },
  })
  // A client that goes away in the middle is not the server's end.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://gate:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}`,
    received,
    refuseWith: (code) => {
      refusal = code
    },
    async next(to, subject = '', timeoutMs = 60_000) {
      const until = Date.now() + timeoutMs
      for (;;) {
        const found = received.find(
          (mail) => !taken.has(mail) && mail.to.includes(to) && mail.header('Subject').includes(subject),
        )
        if (found) {
          taken.add(found)
          return found
        }
        if (Date.now() > until)
          throw new Error(`no mail “${subject}” came for ${to}; there are ${received.length}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** The first address in a mail that begins with `start`. */
export function linkIn(text: string, start: string): string {
  const found = text.match(/https?:\/\/[^\s"<>]+/g)?.find((link) => link.startsWith(start))
  if (!found) throw new Error(`there is no link to ${start} in:\n${text}`)
  return found
}

function mailOf(from: string, to: string[], raw: string): ReceivedMail {
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const decoded = Buffer.from(
    raw
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
  const header = (name: string) =>
    headers
      .split('\r\n')
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? ''
  return { from, to, raw, header, decoded }
}
