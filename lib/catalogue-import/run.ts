// One source, from where it was left to its end: read a batch, save it, save how far that is. What was saved
// twice because an import was killed in between is found to be the same.
import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { identityOf } from '#lib/data/catalogue/index.ts'
import { beginImport, type ImportCounts, listedKinds, saveImport } from '#lib/data/catalogue-imports.ts'
import { type Given, type SourceKind, saveListings } from '#lib/listings/index.ts'
import type { FoundServer, Problem, Row, Source } from './found.ts'

export type Progress = ImportCounts & {
  /** Servers read so far, those of earlier attempts included. */
  readonly read: number
  readonly total: number | null
}
export type RunOptions = {
  /** Whether to follow an attempt that is under way, and to do again what is done. */
  readonly takeOver: boolean
  readonly onProblem?: (problem: Problem) => void
  readonly onProgress?: (progress: Progress) => void
}
export type Imported = ImportCounts & {
  /** `elsewhere`: somebody else is at it; `taken-over`: somebody else went on with it. */
  readonly outcome: 'done' | 'done-before' | 'elsewhere' | 'taken-over'
  /** True where it went on with an attempt that had not finished. */
  readonly resumed: boolean
}

/** Longer than a batch takes by far: whoever says nothing for longer has died. */
const LEASE_MS = 120_000
const NONE: ImportCounts = { added: 0, changed: 0, same: 0, tools: 0, skipped: 0 }

/** @throws {Fault} where the source cannot be read on; what was saved stays, and the next import goes on there */
export async function runImport(source: Source, options: RunOptions): Promise<Imported> {
  const run = randomUUID()
  const { key, title, version } = source
  const begun = await beginImport({
    source: key,
    title,
    version,
    run,
    takeOver: options.takeOver,
    leaseMs: LEASE_MS,
  })
  if (typeof begun === 'string')
    return { ...NONE, outcome: begun === 'done' ? 'done-before' : 'elsewhere', resumed: false }
  const resumed = begun.position !== null
  const seen = new Set<string>()
  let counts = begun.counts
  for await (const { rows, next } of source.read(begun.position)) {
    counts = added(counts, await saveRows(rows, seen, options.onProblem ?? (() => {})))
    if (!(await saveImport(key, run, { position: next, counts, leaseMs: LEASE_MS })))
      return { ...counts, outcome: 'taken-over', resumed }
    const read = counts.added + counts.changed + counts.same
    options.onProgress?.({ ...counts, read, total: source.total })
    // Where pages are served in this process, they have their turn.
    await turn()
  }
  return { ...counts, outcome: 'done', resumed }
}

async function saveRows(
  rows: readonly Row[],
  seen: Set<string>,
  onProblem: (problem: Problem) => void,
): Promise<ImportCounts> {
  const problems = rows.flatMap((row) => [...row.problems])
  const found = rows.flatMap(({ place, server }) => {
    if (!server) return []
    const identity = identityOf(server)
    if (!seen.has(identity)) {
      seen.add(identity)
      return [{ place, server }]
    }
    // Saved over each other, two would change the listing at every import.
    problems.push({
      place,
      reason: `“${server.name}” stands in this source already; the first one was taken.`,
    })
    return []
  })
  const kinds = await listedKinds(found.map(({ server }) => server.name))
  const wanted = found.filter(({ server }) => !yields(server, kinds.get(identityOf(server))))
  const saved = await saveListings(wanted.map(({ server }) => givenOf(server)))
  const left = found.filter((each) => !wanted.includes(each))
  let counts: ImportCounts = {
    ...NONE,
    same: left.length,
    tools: left.reduce((sum, { server }) => sum + (server.tools?.length ?? 0), 0),
  }
  for (const [index, { place, server }] of wanted.entries()) {
    const each = saved[index]
    if (!each) continue
    const refused = each.refused.map(({ tool, reason }) => ({ place: `${place}, ${tool}`, reason }))
    problems.push(...refused)
    if (each.outcome === 'refused') {
      problems.push({ place, reason: each.reason })
      continue
    }
    counts = added(counts, {
      ...NONE,
      [each.outcome === 'new' ? 'added' : each.outcome]: 1,
      tools: (server.tools?.length ?? 0) - refused.length,
    })
  }
  for (const problem of problems) onProblem(problem)
  return { ...counts, skipped: problems.length }
}

// The seed says less than whoever read the server itself.
function yields({ source }: FoundServer, known: SourceKind | undefined): boolean {
  return source.kind === 'seed' && known !== undefined && known !== 'seed'
}

function givenOf({ tools, scannedAt, ...facts }: FoundServer): Given {
  return { listing: { ...facts, scannedAt: scannedAt ?? new Date() }, tools }
}

function added(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    added: a.added + b.added,
    changed: a.changed + b.changed,
    same: a.same + b.same,
    tools: a.tools + b.tools,
    skipped: a.skipped + b.skipped,
  }
}
