// The seed at the start of a process: another one's work is waited for, and finished where that one died.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { listListedTools } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { announceSeed, catalogueState, catalogueWords } from '../../scripts/start/catalogue.mjs'
import { loadSeed, runImport, seedSource } from './index.ts'

const FOLDER = resolve('seed')
const PATIENCE = { timeout: 500_000, interval: 50 }
let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const url = () => process.env.DATABASE_URL ?? ''
const seedRow = async () => (await instance.sql('SELECT * FROM catalogue_import'))[0]

/** Reads as far as the first batches, and then no more. */
async function dieAfter(batches: number): Promise<void> {
  const source = await seedSource(FOLDER)
  const dying = {
    ...source,
    async *read(from: string | null) {
      let left = batches
      for await (const batch of source.read(from)) {
        if (left-- === 0) throw new Error('killed')
        yield batch
      }
    },
  }
  await expect(runImport(dying, { takeOver: false })).rejects.toThrow('killed')
}

describe('the seed at the start', () => {
  it('waits while another process has it, goes on where that one died, and says when it is loaded', async () => {
    const before = await catalogueState(url())
    expect(before).toEqual({ servers: 0, tools: 0, seeded: false })
    expect(catalogueWords(before)).toContain('is being filled from the seed')
    const said: string[] = []
    const written = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => said.push(String(text)) > 0)
    const announced = announceSeed({ stopped: false }, url(), before, 50)

    await dieAfter(2)
    const { position } = (await seedRow()) ?? {}
    expect(position).not.toBeNull()
    let isLoaded = false
    const loaded = loadSeed(FOLDER, 50).then(() => {
      isLoaded = true
    })
    // The lease of the one that died still holds: for all that anybody knows it is at work.
    await new Promise((done) => setTimeout(done, 500))
    expect(isLoaded).toBe(false)
    expect(await seedRow()).toMatchObject({ position, finished_at: null })
    await instance.sql(`UPDATE catalogue_import SET lease_until = now() - interval '1 second'`)
    await vi.waitFor(async () => expect(await seedRow()).toMatchObject({ position: null }), PATIENCE)
    await Promise.all([loaded, announced])
    written.mockRestore()

    const total = (await seedSource(FOLDER)).total
    expect(await seedRow()).toMatchObject({ added: total, changed: 0, same: 0, skipped: 0 })
    const after = await catalogueState(url())
    expect(after).toMatchObject({ servers: total, seeded: true })
    expect(catalogueWords(after)).toBe(`${total} servers with 2,359 tools`)
    expect(said.join('')).toContain(`The catalogue is filled: ${total} servers with`)
  }, 600_000)

  it('says nothing and does nothing where it was loaded before', async () => {
    const before = await seedRow()
    await loadSeed(FOLDER, 50)
    expect(await seedRow()).toEqual(before)
    await announceSeed({ stopped: false }, url(), await catalogueState(url()), 50)
  }, 120_000)

  it('is tried again where it cannot be read, and stops nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-seed-'))
    try {
      const loaded = loadSeed(join(folder, 'seed'), 200)
      await mkdir(join(folder, 'seed'))
      const capture = { server: 'late', tools: [{ name: 'get_late', takes: 'by! until:integer' }] }
      await writeFile(join(folder, 'seed', 'late.json'), JSON.stringify(capture))
      await loaded
      const [tool] = (await listListedTools('late')).items
      expect(JSON.parse(tool?.definition ?? '')).toEqual({
        name: 'get_late',
        inputSchema: {
          type: 'object',
          properties: { by: { type: 'string' }, until: { type: 'integer' } },
          required: ['by'],
        },
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
