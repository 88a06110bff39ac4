// One delivery, from what is sealed to what came of it.
import {
  type DueDelivery,
  isFailingFor,
  isMembersAddress,
  type Outcome,
  type Pool,
} from '#lib/data/notices/index.ts'
import { mailOf, payloadOf, slackOf } from '#lib/messages/index.ts'
import { openChannel, signatureHeaders } from '#lib/webhooks/index.ts'
import { type Attempt, failed } from './attempt.ts'
import type { Mailer } from './mail.ts'
import { post } from './post.ts'
import { againAfter, MAX_ATTEMPTS } from './times.ts'

export type SenderConfig = {
  readonly secretKey: Buffer
  readonly appUrl: string
  readonly allowPrivate: boolean
}
/** Receivers that fail for so many days are no longer tried. */
const MAX_FAILING_DAYS = 5

/** Tries once. @throws where `signal` was aborted, or for what is the fault of neither side */
export async function attempt(
  delivery: DueDelivery,
  { pool, mailer, config }: { pool: Pool; mailer: Mailer; config: SenderConfig },
  signal: AbortSignal,
): Promise<Attempt> {
  const { organisationId, channelId, kind, target, notice } = delivery
  if (kind === 'email') {
    if (!(await isMembersAddress(pool, organisationId, target))) {
      const why = 'Turned off: nobody with this address is a member of the organisation any more.'
      return failed(why, { turnOff: why })
    }
    return mailer.send(delivery.id, target, mailOf(notice, config.appUrl), signal)
  }
  let opened: ReturnType<typeof openChannel>
  try {
    if (!delivery.sealed) throw new Error('nothing is sealed')
    opened = openChannel(config.secretKey, { organisationId, channelId }, delivery.sealed)
  } catch {
    const why =
      'Turned off: its stored address cannot be opened. Add the channel again; if SECRET_KEY was changed, put the old one back.'
    return failed(why, { turnOff: why })
  }
  const { url, secret, before } = opened
  const reach = { url, allowPrivate: config.allowPrivate, signal }
  if (kind === 'slack')
    return withArchived(await post({ ...reach, body: slackOf(notice, config.appUrl), headers: {} }))
  const body = payloadOf(notice, config.appUrl)
  const secrets = [secret ?? '', ...(before && before.until > Date.now() ? [before.secret] : [])]
  return post({ ...reach, body, headers: signatureHeaders(delivery.id, body, secrets) })
}

/** What is written down of an attempt: done, again at a time, or given up with a sentence. */
export async function outcomeOf(result: Attempt, delivery: DueDelivery, pool: Pool): Promise<Outcome> {
  const { responseStatus, excerpt, error } = result
  const base = { responseStatus, excerpt, error, againInMs: null, turnOff: null }
  if (result.isDelivered) return { ...base, status: 'delivered' }
  if (result.turnOff !== undefined) return { ...base, status: 'failed', turnOff: result.turnOff }
  const again = result.isFinal ? null : againAfter(delivery.attempts, Math.random(), result.wishedMs)
  if (again !== null) return { ...base, status: 'waiting', againInMs: again }
  const isHopeless = !result.isFinal && (await isFailingFor(pool, delivery, MAX_FAILING_DAYS))
  return {
    ...base,
    status: 'failed',
    error: result.isFinal ? error : `Given up after ${MAX_ATTEMPTS} attempts. ${error}`,
    turnOff: isHopeless ? `Turned off: nothing has reached it for ${MAX_FAILING_DAYS} days. ${error}` : null,
  }
}

// Slack's words for a hook that is gone: it answers 404 for ever.
function withArchived(result: Attempt): Attempt {
  if (result.responseStatus !== 404 || !/^(no_service|no_team|channel_not_found)/.test(result.excerpt))
    return result
  return {
    ...result,
    turnOff: 'Turned off: the chat no longer knows this webhook. Make a new one there, and add it here.',
  }
}
