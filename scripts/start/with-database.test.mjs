import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { wantsDatabase } from './with-database.mjs'

// Of `'user create': async () => (await import('./user-create.ts')).createUser` the words and the file.
const commands = [
  ...readFileSync('cli/main.ts', 'utf8').matchAll(
    /^ {2}'?([a-z -]+)'?: async \(\) => \(await import\('\.\/(.+)'\)\)/gm,
  ),
].map(([, words = '', file = '']) => ({
  words,
  reads: readFileSync(`cli/${file}`, 'utf8').includes('#lib/data/'),
}))

it('is given to each command that reads it, and to no other', () => {
  expect(commands.length).toBeGreaterThan(12)
  const given = commands.filter(({ words }) => wantsDatabase([...words.split(' '), '--json']))
  expect(given.map(({ words }) => words)).toEqual(
    commands.filter(({ reads }) => reads).map(({ words }) => words),
  )
})
