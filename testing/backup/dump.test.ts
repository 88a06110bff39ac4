// Runs with the databases: the embedded Postgres comes without pg_dump, Debian's with it.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../scripts/migrate.mjs'
import { startPostgres } from '../../scripts/postgres.mjs'
import { CREDENTIAL, called, contents, folder, KEY, use } from './instance.ts'

const PROGRAMS = process.env.TEST_POSTGRES_BIN ?? ''

describe('a dump, restored into an empty database', () => {
  const run = (program: string, args: string[]) => {
    const done = spawnSync(join(PROGRAMS, program), args, { encoding: 'utf8' })
    expect([program, done.status, done.stderr]).toEqual([program, 0, ''])
  }

  it('is the instance again; with another SECRET_KEY nothing is sent that was sealed with the old one', async () => {
    const place = folder()
    const server = await startPostgres(join(place, 'postgres'), {
      durable: false,
      binaries: () => PROGRAMS,
    })
    try {
      const tenant = await use(server.url)
      const before = await contents(server.url)
      const file = join(place, 'portcullis.dump')
      run('pg_dump', ['--format=custom', `--file=${file}`, server.url])
      run('createdb', [`--maintenance-db=${server.url}`, 'restored'])
      const restored = Object.assign(new URL(server.url), { pathname: '/restored' }).toString()
      run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, file])
      expect(await contents(restored)).toEqual(before)
      // As after any restore: the migrations of this release; none is missing.
      expect(await migrate(restored)).toEqual([])
      expect(await called(restored, tenant, KEY)).toMatchObject({ isAnswered: true, shown: CREDENTIAL })
      const wrong = await called(restored, tenant, Buffer.alloc(32, 8))
      expect(wrong).toMatchObject({ isAnswered: false, shown: null })
      expect(wrong.text).toContain('credentials stored for the server cannot be opened')
    } finally {
      await server.stop()
    }
  })
})
