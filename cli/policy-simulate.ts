// `policy simulate`: what files would have done to the calls on record of their policies.
import { newApi } from './api.ts'
import { readArguments } from './arguments.ts'
import { counted } from './counted.ts'
import { OPTIONS } from './options.ts'
import { namedFiles } from './policy-files.ts'
import { readTextFile } from './text-file.ts'
import { UsageError } from './usage-error.ts'

type Simulation = {
  readonly total: number
  readonly changed: number
  readonly unknown: number
  readonly isCut: boolean
  readonly items: readonly {
    readonly tool: string
    readonly grantLabel: string
    readonly from: string
    readonly to: string
    readonly rule: string
    readonly calls: number
  }[]
}

/** Exit code 1 where calls would have come out otherwise and `--fail-on-change` says that none may. */
export async function simulateFile(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy simulate'], true)
  const files = await namedFiles(values, positionals)
  const since = values.since === undefined ? undefined : instantOf(values.since)
  const ask = newApi(values.url)
  let changed = 0
  for (const { file, policyId } of files) {
    const { text: document, format } = await readTextFile(file)
    const body = { policyId, document, format, ...(since !== undefined && { since }) }
    const found = await ask<Simulation>('POST', '/policies/simulate', body)
    if (values.json) console.log(JSON.stringify({ file, ...found }))
    else print(file, found)
    changed += found.changed
  }
  return values['fail-on-change'] && changed > 0 ? 1 : 0
}

function print(file: string, { total, changed, unknown, isCut, items }: Simulation): void {
  console.log(file)
  for (const { tool, grantLabel, from, to, rule, calls } of items)
    console.log(
      `${String(calls).padStart(7)}  ${tool} of ${grantLabel}: ${from} → ${to}${rule === '' ? '' : `  ${rule}`}`,
    )
  const unsure = unknown === 0 ? '' : `, ${counted(unknown, 'call')} of them on values that were not recorded`
  console.log(`${counted(changed, 'call')} of ${total} would have come out otherwise${unsure}.`)
  if (isCut) console.log('There are older calls in that time; these are the newest.')
}

/** An instant, or a day as its beginning in UTC. */
function instantOf(text: string): string {
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(time))
    throw new UsageError('--since is a day or an instant: 2026-11-20, or 2026-11-20T08:00:00Z.')
  return new Date(time).toISOString()
}
