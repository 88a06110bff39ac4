// What commands ask of one policy of a running Portcullis.
import type { Issue } from '#lib/policy/index.ts'
import type { Ask } from './api.ts'
import { FileError } from './file-error.ts'
import { issueLine, type TextFile } from './text-file.ts'

export type RemotePolicy = {
  readonly id: string
  readonly serverId: string
  readonly name: string
  /** The version in force; null where none was published. */
  readonly version: number | null
  readonly source: string | null
  readonly format: TextFile['format'] | null
}

export function fetchPolicy(ask: Ask, policyId: string): Promise<RemotePolicy> {
  return ask<RemotePolicy>('GET', `/policies/${encodeURIComponent(policyId)}`)
}

/** Names of the tools that the server of a policy has. */
export async function toolNamesOf(ask: Ask, serverId: string): Promise<string[]> {
  const { items } = await ask<{ items: { name: string }[] }>('GET', `/servers/${serverId}/tools`)
  return items.map(({ name }) => name)
}

/**
 * Asks whether a file could be published, against the tools that its server has now.
 * @returns the warnings, as lines
 * @throws FileError with a line for each error
 */
export async function checkRemotely(ask: Ask, file: TextFile, serverId: string): Promise<string[]> {
  const { errors, warnings } = await ask<{ errors: Issue[]; warnings: Issue[] }>(
    'POST',
    '/policies/validate',
    {
      serverId,
      document: file.text,
      format: file.format,
    },
  )
  if (errors.length > 0) throw new FileError(errors.map((issue) => issueLine(file, issue)).join('\n'))
  return warnings.map((issue) => issueLine(file, issue))
}
