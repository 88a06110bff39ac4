// `audit verify`: recomputes the chain of every organisation's record, or of one, and says what is not as it was sealed.
import { verdictText } from '#lib/audit/index.ts'
import { disconnect } from '#lib/data/client.ts'
import { verifyAudits } from '#lib/data/own-seals.ts'
import { readArguments } from './arguments.ts'
import { OPTIONS } from './options.ts'
import { UsageError } from './usage-error.ts'

/** 0: all is as it was sealed; 1: an entry is not, or no record has the root. */
export async function verifyRecord(args: string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS['audit verify'])
  const root = values.root?.trim().toLowerCase()
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
    throw new UsageError('A root has 64 digits, from 0 to f.')
  let verified = 0
  let isWhole = true
  let hasRoot = root === undefined
  try {
    for await (const found of verifyAudits(values.organisation, root)) {
      verified++
      // A root is one organisation's: the others need not have it.
      const lacksRoot = found.problem?.kind === 'root-unknown'
      if (root !== undefined && found.problem === null) hasRoot = true
      if (found.problem && !lacksRoot) isWhole = false
      const { name, ...verification } = found
      const text = verdictText(
        lacksRoot && values.organisation === undefined ? { ...found, problem: null } : found,
      )
      console.log(
        values.json
          ? JSON.stringify({ ...verification, verdict: text })
          : `${name} (${found.organisationId}): ${text}\n  root ${found.root ?? 'none yet'}`,
      )
    }
  } finally {
    await disconnect()
  }
  if (verified === 0) {
    console.error('There is no such organisation.')
    return 1
  }
  if (!hasRoot)
    console.error(
      'No record has this root: the end of one was cut off, an older copy was put back, or its entries were purged since.',
    )
  return isWhole && hasRoot ? 0 : 1
}
