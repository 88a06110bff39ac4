// Real captures that lie beside the tree, not in it: every file is read, and nothing of them is lost without a word.
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { countCatalogue, findListedTool, findListing } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { filesSource } from './files.ts'
import type { Problem } from './found.ts'
import { runImport } from './index.ts'

const FOLDER = ['../shared/data/tools', '../../shared/data/tools']
  .map((path) => resolve(path))
  .find(existsSync)
let instance: Instance | null = null
beforeAll(async () => {
  if (FOLDER === undefined) console.warn('skipped: there are no captures in ../shared/data/tools')
  else instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance?.close())

describe.skipIf(FOLDER === undefined)('the captures beside the tree', () => {
  it('are imported whole, with the bad rows counted, and are the same the second time', async () => {
    const problems: Problem[] = []
    const source = await filesSource(FOLDER ?? '')
    const first = await runImport(source, { takeOver: true, onProblem: (each) => problems.push(each) })
    expect(first).toMatchObject({ outcome: 'done', changed: 0, same: 0, skipped: problems.length })
    expect(
      problems.every(({ place, reason }) => place.startsWith(FOLDER ?? '') && reason.endsWith('.')),
    ).toBe(true)
    // No file is passed over: each holds one server at least.
    expect(first.added).toBeGreaterThanOrEqual(readdirSync(FOLDER ?? '').length)
    expect(first.tools).toBeGreaterThanOrEqual(3_700)
    expect(await countCatalogue()).toMatchObject({ servers: first.added, tools: first.tools })
    expect(await runImport(source, { takeOver: true })).toMatchObject({
      added: 0,
      changed: 0,
      same: first.added,
    })
  }, 900_000)

  it('say of LiveTap and of the Evolution API what their servers say', async () => {
    expect(await findListing('livetap')).toMatchObject({ tools: 13, source: { kind: 'capture' } })
    expect((await findListedTool('livetap', 'create-connection'))?.tool).toMatchObject({
      category: 'Write',
      severity: 'Medium',
    })
    expect((await findListedTool('evolution-api', 'connection-state'))?.tool).toMatchObject({
      category: 'Read',
      severity: 'Low',
    })
  }, 60_000)
})
