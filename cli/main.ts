// The command line: `npm run cli -- <command>`. Answers go to stdout, everything else to stderr.
import { Fault } from '#lib/fault.ts'
import { classifyFile } from './catalogue-classify.ts'
import { validateFile } from './policy-validate.ts'
import { UsageError } from './usage-error.ts'
import { createUser } from './user-create.ts'

const USAGE = `Usage: npm run cli -- <command>

  user create --email E --password P [--json]   an API key for that user, who is made if missing
  policy validate FILE [--json]                 everything that is wrong with a policy document
  catalogue classify FILE                       category and severity of tools, a JSON line each

FILE may be - for standard input.`

/** Each command returns the exit code of the program. */
const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  'user create': createUser,
  'policy validate': validateFile,
  'catalogue classify': classifyFile,
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const [group = '', verb = '', ...rest] = args
  if (['', 'help', '--help', '-h'].includes(group)) {
    console.log(USAGE)
    return group === '' ? 2 : 0
  }
  const name = `${group} ${verb}`.trim()
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    console.error(`There is no command "${name}".\n\n${USAGE}`)
    return 2
  }
  try {
    return await command(rest)
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${USAGE}`)
      return 2
    }
    console.error(error instanceof Fault && error.code !== 'internal' ? error.message : error)
    return 1
  }
}
