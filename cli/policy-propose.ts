// `policy propose FILE`: a file as a draft for a person to publish or dismiss.
import { newApi } from './api.ts'
import { oneFile, readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { readTextFile } from './text-file.ts'
import { UsageError } from './usage-error.ts'

type Proposed = {
  readonly reviewUrl: string
  readonly changes: {
    readonly tools: readonly { readonly tool: string; readonly text: string; readonly widens: boolean }[]
  } | null
}

/** Prints what it would change and where a person looks at it. */
export async function proposeFile(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy propose'], true)
  const { policy: policyId, reason } = values
  if (policyId === undefined || reason === undefined)
    throw new UsageError('Say which policy, and why: --policy ID --reason TEXT.')
  const { text, format } = await readTextFile(oneFile(positionals))
  const proposed = await newApi(values.url)<Proposed>('POST', '/proposals', {
    policyId,
    reason,
    document: text,
    format,
  })
  if (values.json) console.log(JSON.stringify(proposed))
  else {
    for (const { tool, text, widens } of proposed.changes?.tools ?? [])
      console.log(`${widens ? 'widens' : '      '}  ${tool}: ${text}`)
    console.log(`A person decides about it: ${proposed.reviewUrl}`)
  }
  return 0
}
