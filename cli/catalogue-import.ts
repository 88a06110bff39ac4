// `catalogue import SOURCE...`: servers and their tools into the public catalogue. Sums go to stdout, what happens
// on the way to stderr.
import { fileURLToPath } from 'node:url'
import {
  type Imported,
  openSource,
  type Problem,
  type Progress,
  runImport,
  SOURCE_FORMS,
  type Source,
} from '#lib/catalogue-import/index.ts'
import { disconnect } from '#lib/data/client.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { closeConnections } from '#lib/upstream/index.ts'
import { readArguments, readText } from './arguments.ts'
import { counted } from './counted.ts'
import { FileError } from './file-error.ts'
import { OPTIONS } from './options.ts'
import { createProgress } from './progress.ts'
import { UsageError } from './usage-error.ts'

const SEED = fileURLToPath(new URL('../seed', import.meta.url))
/** More of one import than this nobody reads; the sum names them all. */
const MAX_SHOWN = 200

type Result = {
  readonly source: string
  /** Servers. */
  readonly read: number
  /** null where the source broke off. */
  readonly imported: Imported | null
  readonly fault: string | null
}

/**
 * 0: all is in the catalogue; 1: something was skipped, or a source broke off; 2: no server was read.
 * @throws UsageError, FileError: nothing was imported
 */
export async function importCatalogue(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS['catalogue import'], true)
  if (positionals.length === 0) throw new UsageError(`catalogue import needs a source: ${SOURCE_FORMS}.`)
  const headers = Object.fromEntries((values.header ?? []).map(readHeader))
  try {
    const options = {
      allowPrivate: env().allowPrivateUpstreams,
      headers,
      seedFolder: SEED,
      readInput: () => readText('-'),
    }
    const sources = []
    for (const word of positionals) sources.push(await opened(word, options))
    const results: Result[] = []
    for (const source of sources) results.push(await importOne(source))
    console.log(values.json ? JSON.stringify(results) : results.map(sentence).join('\n'))
    if (results.every(isWhole)) return 0
    return results.some(({ read }) => read > 0) ? 1 : 2
  } finally {
    await closeConnections()
    await disconnect()
  }
}

async function opened(word: string, options: Parameters<typeof openSource>[1]): Promise<Source> {
  try {
    return await openSource(word, options)
  } catch (error) {
    if (error instanceof Fault && error.code !== 'internal') throw new FileError(error.message)
    throw error
  }
}

async function importOne(source: Source): Promise<Result> {
  const progress = createProgress(process.stderr, source.title)
  let shown = 0
  const onProblem = ({ place, reason }: Problem) => {
    if (++shown <= MAX_SHOWN) progress.line(`${place}: ${reason}`)
  }
  let read = 0
  const onProgress = (now: Progress) => {
    read = now.read
    progress.show(now)
  }
  try {
    const imported = await runImport(source, { takeOver: true, onProblem, onProgress })
    return { source: source.title, read, imported, fault: imported.outcome === 'done' ? null : TAKEN_OVER }
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'internal') throw error
    return { source: source.title, read, imported: null, fault: error.message }
  } finally {
    progress.end()
  }
}

function isWhole({ imported, fault }: Result): boolean {
  return fault === null && imported?.skipped === 0
}

const TAKEN_OVER = 'Another import of the same source went on with it, so this one ended.'

function sentence({ source, imported, fault }: Result): string {
  if (!imported) return `${source}: ${fault ?? ''} The same command goes on where it stopped.`
  const { added, changed, same, tools, skipped, resumed } = imported
  const sum = `${counted(added + changed + same, 'server')} with ${counted(tools, 'tool')}: ${added} new, ${changed} changed, ${same} as they were`
  const left = skipped === 0 ? 'nothing skipped' : `${skipped} skipped (above)`
  return `${source}: ${sum}; ${left}.${resumed ? ' It went on where it had stopped.' : ''}${fault ? ` ${fault}` : ''}`
}

function readHeader(text: string): [string, string] {
  const at = text.indexOf(':')
  // The text may be a secret: it is not repeated.
  if (at <= 0) throw new UsageError('--header is written like "Authorization: Bearer …".')
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}
