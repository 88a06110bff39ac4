// `policy import FILE`: a policy of another product as one of ours. The document goes to stdout, what
// became of each part to stderr, so that `> policy.json` holds nothing but the policy.
import { type ImportNote, importPolicy } from '#lib/policy/index.ts'
import { oneFile, readArguments } from './arguments.ts'
import { FileError } from './file-error.ts'
import { OPTIONS } from './options.ts'
import { issueLine, placeAt, readTextFile, type TextFile } from './text-file.ts'
import { readKnownTools } from './tools-file.ts'

/**
 * Exit code 0 where everything was carried over, 1 where something is not supported here (the document
 * is printed all the same, and refuses what it could not judge).
 * @throws FileError with every fault of a text that cannot be imported
 */
export async function importFile(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['policy import'], true)
  const file = await readTextFile(oneFile(positionals))
  const tools = values.tools === undefined ? [] : await readKnownTools(values.tools)
  const imported = importPolicy(file.text, tools)
  if ('issues' in imported)
    throw new FileError(imported.issues.map((issue) => issueLine(file, issue)).join('\n'))
  if (values.json) console.log(JSON.stringify(imported))
  else {
    process.stdout.write(imported.document)
    console.error(`${file.file}: ${KINDS[imported.kind]}`)
    for (const note of imported.report) console.error(`  ${noteLine(file, note)}`)
  }
  return imported.report.some(({ outcome }) => outcome === 'not-supported') ? 1 : 0
}

const KINDS = {
  'intercept-yaml': 'a policy of Intercept',
  'policylayer-json': 'a policy of a hosted gateway',
  portcullis: 'a policy of Portcullis',
} as const

/** `mapped at file:line:column: the sentence` */
function noteLine({ file, text }: TextFile, { pointer, outcome, offset, message }: ImportNote): string {
  const place = pointer === '' ? '' : ` at ${placeAt(file, text, offset)}`
  return `${outcome.replace('-', ' ')}${place}: ${message}`
}
