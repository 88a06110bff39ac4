// The command line: `npm run cli -- <command>`. Answers go to stdout, everything else to stderr.
import { Fault } from '#lib/fault.ts'
import { Refused } from './api.ts'
import { FileError } from './file-error.ts'
import { USAGE } from './usage.ts'
import { UsageError } from './usage-error.ts'

type Command = (args: string[]) => Promise<number>

/** Each command returns the exit code of the program, and loads only what it needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  'user create': async () => (await import('./user-create.ts')).createUser,
  'user remove-factors': async () => (await import('./user-remove-factors.ts')).removeFactors,
  'user reset': async () => (await import('./user-reset.ts')).resetUser,
  'organisation list': async () => (await import('./organisation-list.ts')).listAll,
  'organisation quota': async () => (await import('./organisation-quota.ts')).setQuotas,
  'audit verify': async () => (await import('./audit-verify.ts')).verifyRecord,
  'audit purge': async () => (await import('./audit-purge.ts')).purgeRecord,
  'policy validate': async () => (await import('./policy-validate.ts')).validateFile,
  'policy test': async () => (await import('./policy-test.ts')).testFiles,
  'policy diff': async () => (await import('./policy-diff.ts')).diffFiles,
  'policy import': async () => (await import('./policy-import.ts')).importFile,
  'policy pull': async () => (await import('./policy-pull.ts')).pullPolicies,
  'policy push': async () => (await import('./policy-push.ts')).pushPolicies,
  'policy simulate': async () => (await import('./policy-simulate.ts')).simulateFile,
  'policy propose': async () => (await import('./policy-propose.ts')).proposeFile,
  mcp: async () => (await import('./mcp.ts')).serveMcp,
  connect: async () => (await import('./connect.ts')).connect,
  'catalogue import': async () => (await import('./catalogue-import.ts')).importCatalogue,
  'catalogue classify': async () => (await import('./catalogue-classify.ts')).classifyFile,
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const [group = '', verb = '', ...rest] = args
  if (['', 'help', '--help', '-h'].includes(group)) {
    console.log(USAGE)
    return group === '' ? 2 : 0
  }
  // A command of one word takes what follows as its own.
  const isOneWord = Object.hasOwn(COMMANDS, group)
  const name = isOneWord ? group : `${group} ${verb}`.trim()
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    console.error(`There is no command "${name}".\n\n${USAGE}`)
    return 2
  }
  try {
    const command = await load()
    return await command(isOneWord ? args.slice(1) : rest)
  } catch (error) {
    return exitCodeOf(error)
  }
}

/** Says what went wrong. 2 where the command could not even be tried, 1 where it was refused. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`)
    return 2
  }
  if (error instanceof FileError) {
    console.error(error.message)
    return 2
  }
  if (error instanceof Refused) {
    console.error(
      [error.message, ...error.errors.map(({ pointer, message }) => `${pointer} ${message}`)].join('\n'),
    )
    return 1
  }
  console.error(error instanceof Fault && error.code !== 'internal' ? error.message : error)
  return 1
}
