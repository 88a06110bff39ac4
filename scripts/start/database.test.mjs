import { describe, expect, inject, it } from 'vitest'
import { assertDatabase, assertVersion, placeOf } from './database.mjs'

const running = inject('postgresUrl')

describe('a database', () => {
  it('of a known version that answers is accepted', async () => {
    await assertDatabase(running)
  })

  it('older than 15 is refused', () => {
    expect(() => assertVersion(140_011, 'postgresql://app:pw@db/x')).toThrow(
      'at db:5432 (database x) is Postgres 14',
    )
    assertVersion(150_000, 'postgresql://app:pw@db/x')
  })

  it.each([
    ['nothing listens', 'postgresql://app:hunter2@127.0.0.1:1/x', 'nothing listens there'],
    ['no such host', 'postgresql://app:hunter2@nowhere.invalid/x', 'no such host'],
    ['wrong password', withParts(running, { password: 'hunter2' }), 'refuses the user or the password'],
    ['no such database', withParts(running, { pathname: '/hunter3' }), 'no such database'],
  ])('with %s is refused by its place, never with its password', async (_, url, reason) => {
    const error = await assertDatabase(url).catch((caught) => caught)
    expect(error.message).toContain(reason)
    expect(error.message).toContain(placeOf(url))
    expect(error.message).not.toContain('hunter2')
  })

  it('is named by host, port and database', () => {
    expect(placeOf('postgresql://app:hunter2@db.internal/calls')).toBe('db.internal:5432 (database calls)')
    expect(placeOf('postgresql:///calls?host=db.internal')).toBe('db.internal:5432 (database calls)')
  })
})

function withParts(url, parts) {
  return Object.assign(new URL(url), parts).toString()
}
