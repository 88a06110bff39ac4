// The standing work of telling people: what is due in the table is taken on, a few at a time, by whichever
// replica comes first; and at times that all replicas share, one of them looks for what to tell.
import { sweepContacts } from '#lib/data/contact-mail.ts'
import { sweepMail } from '#lib/data/mail-queue.ts'
import {
  claimDeliveries,
  type DueDelivery,
  escalateApprovals,
  giveUpDelivery,
  type Pool,
  settleDelivery,
  sweepNotices,
  takeWatch,
  watchGrants,
} from '#lib/data/notices/index.ts'
import type { Log } from '#lib/log.ts'
import { count } from '#lib/metrics/index.ts'
import { tellBroken } from './broken-connections.ts'
import { sendContacts } from './contacts.ts'
import { attempt, outcomeOf, type SenderConfig } from './deliver.ts'
import { sendLetters } from './letters.ts'
import { createMailer, type MailSettings } from './mail.ts'

export type Sender = {
  /** Begins to take on what is due. */
  start(): void
  /** Looks at the table at once. Resolves when what was due then has been tried. */
  look(): Promise<void>
  /** Looks at what visitors wrote, at once. Resolves when what was due then has been tried. */
  lookAtContacts(): Promise<void>
  /** Looks at mail about accounts, at once. Resolves when what was due then has been tried. */
  lookAtLetters(): Promise<void>
  /** Writes at once to whose own accounts at servers have ended. */
  lookAtBroken(): Promise<void>
  /** Looks at once for what to tell, whenever the next look is due. */
  watch(): Promise<void>
  /** Stops, and gives back what was taken on and not finished. */
  stop(): Promise<void>
}
export type SenderTimes = {
  /** Between two looks at what is due. */
  readonly lookMs: number
  /** Between two looks at what grants do. */
  readonly watchMs: number
  /** Between two looks at what visitors wrote. */
  readonly contactMs: number
  /** Between two looks at mail about accounts: somebody sits and waits for it. */
  readonly letterMs: number
  /** Between two looks at accounts at servers that have ended. */
  readonly brokenMs: number
  /** Between two looks at what has waited for too long. */
  readonly escalateMs: number
}

const TIMES: SenderTimes = {
  lookMs: 2_000,
  contactMs: 5_000,
  letterMs: 1_000,
  brokenMs: 10_000,
  watchMs: 30_000,
  escalateMs: 10_000,
}
const AT_ONCE = 8
// An attempt ends within 30 s; whoever holds a delivery for longer has died.
const ATTEMPT_MS = 30_000
const LEASE_MS = 60_000
const SWEEP_MS = 3_600_000
const KEEP_DAYS = 90
const KEEP_CONTACTS_DAYS = 365
const KEEP_MAIL_DAYS = 30

export function createSender(
  pool: Pool,
  config: SenderConfig & MailSettings,
  log: Log,
  partial: Partial<SenderTimes> = {},
): Sender {
  const times = { ...TIMES, ...partial }
  const mailer = createMailer(config)
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const timers = new Map<string, NodeJS.Timeout>()

  function every(name: string, ms: number, work: () => Promise<void>): void {
    if (stopping.signal.aborted) return
    const run = () => {
      const done = work()
        .catch((error) => log.warn({ err: error, look: name }, 'a look at what to tell failed'))
        .finally(() => {
          underWay.delete(done)
          every(name, ms, work)
        })
      underWay.add(done)
    }
    const timer = setTimeout(run, ms * (0.5 + Math.random()))
    timer.unref()
    timers.set(name, timer)
  }

  async function sendDue(): Promise<void> {
    for (let taken = AT_ONCE; taken === AT_ONCE && !stopping.signal.aborted; ) {
      const due = await claimDeliveries(pool, AT_ONCE, LEASE_MS)
      taken = due.length
      await Promise.all(due.map(tryOne))
    }
  }

  async function tryOne(delivery: DueDelivery): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ATTEMPT_MS)])
    try {
      const result = await attempt(delivery, { pool, mailer, config }, signal)
      const outcome = await outcomeOf(result, delivery, pool)
      count('portcullis_deliveries_total', { kind: delivery.kind, result: outcome.status })
      await settleDelivery(pool, delivery, outcome)
    } catch (error) {
      // Left alone, it is due again when its lease ends; who stops says so at once.
      if (stopping.signal.aborted) await giveUpDelivery(pool, delivery).catch(() => {})
      else log.error({ err: error, delivery: delivery.id }, 'a delivery could not be tried')
    }
  }

  async function lookAtContacts(): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ATTEMPT_MS)])
    await sendContacts(
      { pool, mailer, to: config.contactEmail, appUrl: config.appUrl, leaseMs: LEASE_MS },
      signal,
    )
  }

  async function lookAtLetters(): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ATTEMPT_MS)])
    await sendLetters({ pool, mailer, secretKey: config.secretKey, leaseMs: LEASE_MS, log }, signal)
  }

  function lookAtBroken(): Promise<void> {
    return tellBroken(pool, config)
  }

  async function watch(): Promise<void> {
    const told = await watchGrants(pool)
    if (told > 0) log.info({ events: told }, 'what grants did was told')
  }

  return {
    start() {
      every('deliveries', times.lookMs, sendDue)
      if (config.contactEmail !== '') every('contacts', times.contactMs, lookAtContacts)
      if (config.smtpUrl !== '') {
        every('letters', times.letterMs, lookAtLetters)
        every('broken accounts', times.brokenMs, lookAtBroken)
      }
      every('grants', times.watchMs, async () => {
        if (await takeWatch(pool, 'grants', times.watchMs)) await watch()
        if (!(await takeWatch(pool, 'sweep', SWEEP_MS))) return
        await sweepNotices(pool, KEEP_DAYS)
        await sweepContacts(pool, KEEP_CONTACTS_DAYS)
        await sweepMail(pool, KEEP_MAIL_DAYS)
      })
      every('escalations', times.escalateMs, async () => {
        if (!(await takeWatch(pool, 'escalations', times.escalateMs))) return
        const told = await escalateApprovals(pool)
        if (told > 0) log.info({ approvals: told }, 'second approvers were told')
      })
    },
    look: sendDue,
    lookAtContacts,
    lookAtLetters,
    lookAtBroken,
    watch,
    async stop() {
      stopping.abort(new Error('the gateway is draining'))
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.allSettled(underWay)
      mailer.close()
    },
  }
}
