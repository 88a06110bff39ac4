// What a person may say of a channel.
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { type ChannelKind, EVENT_KINDS, type EventSeverity, SEVERITIES } from '#lib/messages/index.ts'
import { checkUrl } from '#lib/upstream/index.ts'

const MAX_NAME_LENGTH = 80

export function checkName(name: string): string {
  const trimmed = name.trim()
  const isLine = trimmed !== '' && trimmed.length <= MAX_NAME_LENGTH && trimmed.isWellFormed()
  if (!isLine || /\p{Cc}/u.test(trimmed))
    throw invalid('name', `Give the channel a name of 1 to ${MAX_NAME_LENGTH} characters, on one line.`)
  return trimmed
}

export function checkKinds(kinds: readonly string[]): readonly string[] {
  const unknown = kinds.find((kind) => !Object.hasOwn(EVENT_KINDS, kind))
  if (unknown !== undefined)
    throw invalid(
      'kinds',
      `There is no such event: ${unknown.slice(0, 60)}. See the list in docs/notifications.md.`,
    )
  return [...new Set(kinds)]
}

export function checkLeast(least: string): EventSeverity {
  const known = SEVERITIES.find((each) => each === least)
  if (!known) throw invalid('least', `The least severity is one of ${SEVERITIES.join(', ')}.`)
  return known
}

/** The URL of a webhook: what a server's URL may be, and not this gateway. */
export function checkHookUrl(text: string): URL {
  const { appUrl, allowPrivateUpstreams } = env()
  return checkUrl(text.trim(), { allowPrivate: allowPrivateUpstreams, refuseOrigins: [appUrl] })
}

/** What is shown of a URL that is as good as a password. */
export function targetOf(url: URL): string {
  return url.host
}

/** An address in the form in which members' addresses are stored. */
export function checkAddress(address: string, members: readonly string[]): string {
  const lower = address.trim().toLowerCase()
  if (!members.includes(lower))
    throw invalid('to', 'E-mail goes to members of the organisation. Give the address of one of them.')
  return lower
}

export function checkKind(kind: string): ChannelKind {
  if (kind === 'email' || kind === 'slack' || kind === 'webhook') return kind
  throw invalid('kind', 'A channel is one of email, slack and webhook.')
}

function invalid(field: string, sentence: string): Fault {
  return new Fault('invalid-input', sentence, { data: { field } })
}
