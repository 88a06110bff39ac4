// `npm run cli -- …`: the command line, with the packages and (where a command wants it) the database
// it needs. Words go to stderr: stdout belongs to the command.
import { assertNode } from './start/node-version.mjs'

assertNode()
const { runCli } = await import('./start/cli-story.mjs')
await runCli(process.argv.slice(2))
