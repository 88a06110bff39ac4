// `policy simulate FILE`: what a file would have done to the calls on record of its policy.
import { newApi } from './api.ts'
import { oneFile, readArguments } from './arguments.ts'
import { counted } from './counted.ts'
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
  const { values, positionals } = readArguments(
    args,
    {
      url: { type: 'string' },
      policy: { type: 'string' },
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
      'fail-on-change': { type: 'boolean', default: false },
    },
    true,
  )
  if (values.policy === undefined) throw new UsageError('Say whose calls: --policy ID.')
  const since = values.since === undefined ? undefined : instantOf(values.since)
  const { text, format } = await readTextFile(oneFile(positionals))
  const found = await newApi(values.url)<Simulation>('POST', '/policies/simulate', {
    policyId: values.policy,
    document: text,
    format,
    ...(since !== undefined && { since }),
  })
  if (values.json) console.log(JSON.stringify(found))
  else print(found)
  return values['fail-on-change'] && found.changed > 0 ? 1 : 0
}

function print({ total, changed, unknown, isCut, items }: Simulation): void {
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
