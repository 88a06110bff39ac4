import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { findMemberByKey, openAccount, resetPassword } from '#lib/accounts/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { newFolder, run } from './testing/run.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(async () => {
  await instance.close()
})

describe('user create', () => {
  const user = ['user', 'create', '--email', 'Cli@Example.com', '--password', 'four words of mine']

  it('makes the user with an organisation, and prints an API key that works', async () => {
    const made = await run([...user, '--json'])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const { apiKey } = JSON.parse(made.stdout)
    expect(Object.keys(JSON.parse(made.stdout))).toEqual(['apiKey'])
    expect(await findMemberByKey(apiKey)).toMatchObject({ email: 'cli@example.com', role: 'owner' })
  }, 60_000)

  it('gives the same user another key, and both work', async () => {
    const again = await run(user)
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('Found cli@example.com')
    const key = again.stdout.trim().split('\n').at(-1) ?? ''
    expect(await findMemberByKey(key)).toMatchObject({ email: 'cli@example.com' })
    expect(await instance.sql('SELECT 1 FROM api_key')).toHaveLength(2)
    expect(await instance.sql('SELECT 1 FROM "user"')).toHaveLength(1)
  }, 60_000)

  it('changes nothing for a wrong password, a weak one, or a missing one', async () => {
    const wrong = await run([...user.slice(0, -1), 'another four words', '--json'])
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('the password is not theirs')
    const weak = await run(['user', 'create', '--email', 'weak@example.com', '--password', 'short'])
    expect(weak).toMatchObject({ code: 1, stdout: '' })
    expect(weak.stderr).toContain('too short')
    expect(await run(['user', 'create', '--email', 'x@example.com'])).toMatchObject({ code: 2, stdout: '' })
    expect(await instance.sql('SELECT 1 FROM api_key')).toHaveLength(2)
  }, 60_000)
})

describe('user reset', () => {
  it('prints a link by which a user chooses a new password, once', async () => {
    await openAccount({ email: 'lost@example.com', password: 'four words of mine' }, 'cli')
    const { code, stdout } = await run(['user', 'reset', '--email', 'Lost@Example.com'])
    expect(code).toBe(0)
    const link = new URL(stdout.trim())
    expect(link.origin + link.pathname).toBe('http://localhost:3000/reset-password')
    const token = link.searchParams.get('token') ?? ''
    const from = { requestId: 'req_1', address: 'unknown' }
    await resetPassword(token, 'four words of the cli', from)
    await expect(resetPassword(token, 'four words of the cli', from)).rejects.toMatchObject({
      code: 'link-over',
    })
    expect(await run(['user', 'reset', '--email', 'nobody@example.com'])).toMatchObject({
      code: 1,
      stdout: '',
    })
    expect(await run(['user', 'reset'])).toMatchObject({ code: 2, stdout: '' })
  }, 240_000)
})

describe('catalogue classify', () => {
  const { file } = newFolder()
  const tools = [
    { name: 'read_file', description: 'Reads a file' },
    { name: 'delete_file', description: 'Deletes a file' },
  ]

  it('reads a tools/list result and JSON lines alike, and prints a line a tool', async () => {
    const asResult = await run(['catalogue', 'classify', await file('list.json', JSON.stringify({ tools }))])
    const lines = tools.map((tool) => JSON.stringify({ server: 'files', ...tool })).join('\n')
    const asLines = await run(['catalogue', 'classify', '-'], `${lines}\n`)
    for (const { code, stdout } of [asResult, asLines]) {
      expect(code).toBe(0)
      const printed = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(printed.map((line) => [line.name, line.category])).toEqual([
        ['read_file', 'Read'],
        ['delete_file', 'Destructive'],
      ])
      expect(Object.keys(printed[0])).toEqual(['name', 'category', 'severity', 'confidence', 'evidence'])
    }
  }, 60_000)

  it('names the line that is no tool', async () => {
    const broken = await run(['catalogue', 'classify', '-'], '{"name":"a"}\n{"title":"b"}\n')
    expect(broken.code).toBe(2)
    expect(broken.stderr).toContain('-:2')
  }, 60_000)
})

it('a command that does not exist shows those that do', async () => {
  const unknown = await run(['policy', 'vaildate'])
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('policy validate FILE')
}, 60_000)
