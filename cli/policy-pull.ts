// `policy pull`: what is in force, as files.

import { join } from 'node:path'
import { type Ask, newApi } from './api.ts'
import { readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { OPTIONS } from './options.ts'
import { fileNameFor, listedFiles, writeFiles, writeOne } from './policy-files.ts'
import { fetchPolicy } from './remote-policy.ts'
import { UsageError } from './usage-error.ts'

/** One policy to stdout or a file, or all of them to a folder. Exit code 1 where the one has no version. */
export async function pullPolicies(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy pull'], true)
  const [policyId, ...more] = positionals
  if (more.length > 0 || (policyId === undefined) === (values.dir === undefined))
    throw new UsageError('Name one policy, or a folder for all of them: --dir FOLDER.')
  const ask = newApi(values.url)
  if (values.dir !== undefined) return pullAll(ask, values.dir)
  const { source, name } = await fetchPolicy(ask, policyId ?? '')
  if (source === null) {
    console.error(`${name} has no version in force yet.`)
    return 1
  }
  if (values.out === undefined) process.stdout.write(source)
  else await writeOne(values.out, source)
  return 0
}

async function pullAll(ask: Ask, folder: string): Promise<number> {
  const servers = await ask<{ items: { id: string; slug: string }[] }>('GET', '/servers')
  const { items } = await ask<{ items: { id: string }[] }>('GET', '/policies')
  const slugs = new Map(servers.items.map(({ id, slug }) => [id, slug]))
  const taken = new Set<string>()
  const files = []
  for (const { id } of items) {
    const { serverId, name, source, format } = await fetchPolicy(ask, id)
    if (source === null || format === null) continue
    const file = fileNameFor(slugs.get(serverId) ?? serverId, name, format, taken)
    files.push({ file, policyId: id, source })
  }
  // A folder without a list is a new one.
  const before = await listedFiles(folder).catch(() => [])
  await writeFiles(folder, files)
  for (const { file } of files) console.log(file)
  console.error(`Wrote ${counted(files.length, 'file')} to ${folder}.`)
  const written = new Set(files.map(({ file }) => join(folder, file)))
  for (const { file } of before)
    if (!written.has(file)) console.error(`${file} is of no policy any more. Delete it.`)
  return 0
}
