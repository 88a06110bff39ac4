// Arguments of a command, and the files that they name.
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { FileError } from './file-error.ts'
import { UsageError } from './usage-error.ts'

/** @throws UsageError for an option or a word that the command does not take */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The one FILE of a command. @throws UsageError */
export function oneFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('Name exactly one file.')
  return file
}

/** A file as text; `-` is standard input. @throws FileError */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new FileError(`${file} could not be read: ${reason}`)
  }
}
