// What a person may say of a server, checked before anything is done with it.
import type { Member } from '#lib/data/model.ts'
import type { SealedHeaders } from '#lib/data/server-changes.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { checkHeaders, checkUrl, sealHeaders } from '#lib/upstream/index.ts'

const MAX_NAME_LENGTH = 80

/** @throws Fault invalid-input */
export function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      'invalid-input',
      `Give the server a name of 1 to ${MAX_NAME_LENGTH} characters, on one line.`,
      {
        data: { field: 'name' },
      },
    )
  return trimmed
}

/**
 * The address in the one form it is stored in.
 * @throws Fault url-refused, address-refused
 */
export function checkServerUrl(url: string): string {
  const { allowPrivateUpstreams: allowPrivate, appUrl } = env()
  return checkUrl(url.trim(), { allowPrivate, refuseOrigins: [appUrl] }).href
}

/** @throws Fault invalid-input, naming the header but never its value */
export function sealFor(
  member: Member,
  serverId: string,
  headers: Readonly<Record<string, string>>,
): SealedHeaders {
  const checked = checkHeaders(headers)
  const headerNames = Object.keys(checked).sort()
  if (headerNames.length === 0) return { sealedHeaders: null, headerNames }
  const owner = { organisationId: member.organisation.id, serverId }
  return { sealedHeaders: new Uint8Array(sealHeaders(env().secretKey, owner, checked)), headerNames }
}
