// What a person may say of a grant.
import type { GrantTarget } from '#lib/data/grant-changes.ts'
import { Fault } from '#lib/fault.ts'

const MAX_LABEL_LENGTH = 100
const MAX_TAGS = 32
const MAX_TAG_LENGTH = 64
const MAX_SERVERS = 100

export function checkLabel(label: string): string {
  const trimmed = label.trim()
  if (!isLine(trimmed, MAX_LABEL_LENGTH))
    throw invalid('label', `Give the grant a label of 1 to ${MAX_LABEL_LENGTH} characters, on one line.`)
  return trimmed
}

export function checkTags(tags: readonly string[]): readonly string[] {
  const trimmed = [...new Set(tags.map((tag) => tag.trim()))]
  if (trimmed.length > MAX_TAGS || trimmed.some((tag) => !isLine(tag, MAX_TAG_LENGTH)))
    throw invalid('tags', `A grant has at most ${MAX_TAGS} tags of 1 to ${MAX_TAG_LENGTH} characters each.`)
  return trimmed
}

export function checkTargets(targets: readonly GrantTarget[]): readonly GrantTarget[] {
  if (targets.length === 0 || targets.length > MAX_SERVERS)
    throw invalid('servers', `Choose 1 to ${MAX_SERVERS} servers for the grant.`)
  if (new Set(targets.map((target) => target.serverId)).size < targets.length)
    throw invalid('servers', 'A server stands twice in the list; a grant has one policy for each server.')
  return targets.map(({ serverId, policyId }) => ({ serverId, policyId }))
}

export function checkExpiry(expiresAt: Date | null): Date | null {
  if (expiresAt === null) return null
  const ms = expiresAt.getTime()
  // Postgres' last year is beyond any grant; a date past it is a typing error.
  if (Number.isNaN(ms) || ms <= Date.now() || expiresAt.getUTCFullYear() > 9999)
    throw invalid('expiresAt', 'The expiry must be a date in the future, or none.')
  return expiresAt
}

function isLine(text: string, maxLength: number): boolean {
  return text !== '' && text.length <= maxLength && text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function invalid(field: string, sentence: string): Fault {
  return new Fault('invalid-input', sentence, { data: { field } })
}
