import { describe, expect, it } from 'vitest'
import { isStartable, shownCommand } from './command.ts'

describe('the command as others may see it', () => {
  it.each([
    [['node', 'server.js', '--stdio'], 'node server.js --stdio'],
    [
      ['npx', '-y', '@modelcontextprotocol/server-filesystem', '/srv/my files'],
      'npx -y @modelcontextprotocol/server-filesystem "/srv/my files"',
    ],
    [['x', '--api-key', 'short', 'y'], 'x --api-key … y'],
    [['x', '--token=abc', 'PASSWORD=abc', '--port=8080'], 'x --token=… PASSWORD=… --port=8080'],
    [['x', 'sk1234567890abcdefghijklmnop'], 'x …'],
    [['x', '--url=aB3456789012345678901234567890'], 'x --url=…'],
    [['x', 'postgres://app:hunter2@db/x'], 'x …'],
  ])('%j', ([file = '', ...args], shown) => {
    expect(shownCommand(file, args)).toBe(shown)
  })
})

it('a command is found in PATH or at its path, and a folder is none', () => {
  expect(isStartable('sh', '/bin:/usr/bin')).toBe(true)
  expect(isStartable(process.execPath, '')).toBe(true)
  expect(isStartable('sh', '/nowhere')).toBe(false)
  expect(isStartable('/tmp', '')).toBe(false)
  expect(isStartable('./cli/main.ts', '')).toBe(false)
})
