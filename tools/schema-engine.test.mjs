import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { schemaDiff } from './schema-engine.mjs'

let database
let folder
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  folder = mkdtempSync(join(tmpdir(), 'portcullis-schema-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

describe('the migrations', () => {
  it('make exactly what schema.prisma says', async () => {
    expect(await schemaDiff(database.url, 'prisma/schema.prisma')).toEqual([])
  })

  it('would be found to lack a column that only the schema has', async () => {
    const file = join(folder, 'schema.prisma')
    const schema = readFileSync('prisma/schema.prisma', 'utf8')
    writeFileSync(file, schema.replace(/^model Server \{/m, 'model Server {\n  motto String?'))
    expect(await schemaDiff(database.url, file)).toEqual([
      expect.stringMatching(/ALTER TABLE .* ADD COLUMN\s+"motto"/),
    ])
    // A partitioned table is compared like any other.
    writeFileSync(file, schema.replace(/^model Call \{/m, 'model Call {\n  motto String?'))
    expect(await schemaDiff(database.url, file)).toEqual([
      expect.stringMatching(/ALTER TABLE "call" ADD COLUMN\s+"motto"/),
    ])
  })
})
