// `policy push`: files as the versions in force. Everything is checked before anything is published, and what changes is
// said; what is in force already is left alone.
import { comparePolicies, parsePolicyText } from '#lib/policy/index.ts'
import { type Ask, newApi, Refused } from './api.ts'
import { readArguments } from './arguments.ts'
import { printComparison } from './comparison-lines.ts'
import { OPTIONS } from './options.ts'
import { namedFiles, type PolicyFile } from './policy-files.ts'
import { checkRemotely, fetchPolicy, type RemotePolicy, toolNamesOf } from './remote-policy.ts'
import { documentIn, readTextFile, type TextFile } from './text-file.ts'
import { UsageError } from './usage-error.ts'

type Step = {
  readonly text: TextFile
  readonly remote: RemotePolicy
  readonly changed: boolean
  readonly widens: boolean
}

/** Exit code 1 where somebody published meanwhile, or an option says that a change is a failure: then nothing is published. */
export async function pushPolicies(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy push'], true)
  if (values.dir !== undefined && values.base !== undefined)
    throw new UsageError('--base is of one file; a folder has many.')
  const files = await namedFiles(values, positionals)
  const ask = newApi(values.url)
  const base = values.base === undefined ? null : wholeNumber(values.base)
  const steps: Step[] = []
  for (const each of files) steps.push(await stepOf(ask, each))
  if (values['fail-on-change'] && steps.some(({ changed }) => changed)) return refuse('a change')
  if (values['fail-on-widening'] && steps.some(({ widens }) => widens))
    return refuse('a change that lets more pass')
  if (values['dry-run']) return 0
  for (const step of steps) if (step.changed) await publish(ask, step, base, values.comment)
  return 0
}

async function stepOf(ask: Ask, { file, policyId }: PolicyFile): Promise<Step> {
  const text = await readTextFile(file)
  const remote = await fetchPolicy(ask, policyId)
  console.log(`${file} → ${remote.name}, version ${remote.version ?? 'none'}`)
  if (remote.source === text.text) {
    console.log('        In force already.')
    return { text, remote, changed: false, widens: false }
  }
  for (const warning of await checkRemotely(ask, text, remote.serverId)) console.error(warning)
  const before = remote.source === null ? null : parsePolicyText(remote.source, remote.format ?? 'json')
  // Without a version that can be read there is nothing to compare with, and everything is new.
  if (!before?.ok) return { text, remote, changed: true, widens: true }
  const tools = await toolNamesOf(ask, remote.serverId)
  const comparison = comparePolicies(before.value, documentIn(text), tools)
  printComparison(comparison)
  return { text, remote, changed: true, widens: comparison.widens }
}

async function publish(
  ask: Ask,
  { text, remote }: Step,
  base: number | null,
  comment: string,
): Promise<void> {
  try {
    const { version } = await ask<{ version: number }>('PUT', `/policies/${remote.id}`, {
      document: text.text,
      format: text.format,
      baseVersion: base ?? remote.version ?? 0,
      ...(comment !== '' && { comment }),
    })
    console.log(`${text.file} is version ${version} of ${remote.name}, in force now.`)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error
    throw new Refused(
      409,
      `${text.file} was not published: ${error.message} \`policy pull\` brings what is in force.`,
    )
  }
}

function refuse(what: string): number {
  console.error(`There is ${what}, which was not to be; nothing was published.`)
  return 1
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError('--base is the number of the version that the file was made from.')
}
