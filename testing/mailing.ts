// An installation that mails: with a real mail server, and the sender that brings letters there.
import { createPool } from '#lib/data/admission/index.ts'
import { env } from '#lib/env.ts'
import { createLog } from '#lib/log.ts'
import { createSender, type Sender } from '#lib/sender/index.ts'
import { type Instance, startInstance } from './instance.ts'
import { type MailServer, startMailServer } from './smtp.ts'

export type Mailing = {
  readonly instance: Instance
  readonly server: MailServer
  /** Not begun yet: `start` lets it look by itself, `lookAtLetters` once. */
  readonly sender: Sender
  /** What the sender logged. */
  readonly logged: readonly string[]
  close(): Promise<void>
}

/** @param settings variables beside those of mail */
export async function startMailing(
  postgresUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Mailing> {
  const server = await startMailServer()
  const instance = await startInstance(postgresUrl, {
    SMTP_URL: server.url,
    MAIL_FROM: 'Gate <gate@example.org>',
    ...settings,
  })
  const pool = createPool(env().databaseUrl, { max: 4 })
  const logged: string[] = []
  const log = createLog({ write: (line) => void logged.push(line) })
  const sender = createSender(pool, { ...env(), allowPrivate: true }, log, { letterMs: 50 })
  return {
    instance,
    server,
    sender,
    logged,
    async close() {
      await sender.stop()
      await pool.end()
      await instance.close()
      await server.close()
    },
  }
}
