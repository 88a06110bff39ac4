// Whether what a document tells people to type can be typed: scripts and files that are there, options that somebody
// reads, operations that the API has.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { wrongInCli } from './cli-check.ts'
import { wrongInCurl } from './curl-check.ts'
import { isRead } from './settings-known.ts'
import { type Command, commandsIn } from './shell-words.ts'

const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8')).scripts
// Programs of others, of which nothing but the name is known here; they name no file of ours.
const OTHERS = new Set([
  'openssl',
  'psql',
  'createdb',
  'pg_dump',
  'pg_restore',
  'pg_basebackup',
  'cd',
  'kubectl',
  'systemctl',
])

type Check = (words: readonly string[], variables: Command['variables']) => string | null

const CHECKS: Readonly<Record<string, Check>> = {
  npm: wrongInNpm,
  npx: ([runner, ...rest]) => {
    const path = runner === 'vitest' ? rest[1] : rest[0]
    return (runner === 'vitest' && rest[0] === 'run') || runner === 'tsx' ? missing(path) : `npx ${runner}`
  },
  node: (words) => missing(words.find((word) => !word.startsWith('-') && word !== 'tsx')),
  curl: wrongInCurl,
  export: (words) => wrongVariable(words.map((word) => word.split('=')[0] ?? '')),
  git: ([verb]) => (verb === 'clone' || verb === 'pull' ? null : `git ${verb}`),
  // What one has made by running it is no file of the tree.
  cp: (words) => {
    const from = words.find((word) => !word.startsWith('-'))
    return from === 'data' ? null : missing(from)
  },
  docker: ([verb, ...words]) => {
    const file = words[words.indexOf('-f') + 1]
    return verb === 'push' ? null : words.includes('-f') ? missing(file) : `docker ${verb}`
  },
  helm: wrongInHelm,
}

/** What is wrong in the lines of a block; empty where nothing is. */
export function wrongInShell(text: string): string[] {
  return commandsIn(text).flatMap(({ variables, words: [program = '', ...words] }) => {
    const unknown = wrongVariable([...variables.keys()])
    if (program === '') return unknown ?? []
    const check = CHECKS[program]
    const wrong = check ? check(words, variables) : wrongProgram(program)
    return [unknown, wrong].flatMap((each) =>
      each === null ? [] : `${each} (${program} ${words.join(' ')})`,
    )
  })
}

function wrongProgram(program: string): string | null {
  if (program.includes('/')) return missing(program)
  return OTHERS.has(program) ? null : `nobody checks ${program}`
}

function wrongVariable(names: readonly string[]): string | null {
  const unknown = names.filter((name) => !isRead(name))
  return unknown.length === 0 ? null : `nobody reads ${unknown.join(', ')}`
}

function missing(path: string | undefined): string | null {
  if (path === undefined) return 'names no file'
  // Packages of others are fetched when they are wanted: their list names them.
  const [, foreign] = /^testing\/foreign\/node_modules\/([^/]+)\//.exec(path) ?? []
  if (foreign)
    return readFileSync('testing/foreign/package.json', 'utf8').includes(`"${foreign}"`) ? null : path
  return existsSync(path) ? null : `there is no ${path}`
}

function wrongInNpm(words: readonly string[]): string | null {
  const plain = words.filter((word, at) => !(word === '--silent' && at < 3))
  if (plain[0] === 'install') return plain.length === 1 ? null : 'what is installed?'
  const script = plain[0] === 'run' ? (plain[1] ?? '') : (plain[0] ?? '')
  if (!Object.hasOwn(SCRIPTS, script)) return `there is no script ${script}`
  const at = plain.indexOf('--')
  // What stands behind it is for the programs that run browsers.
  if (script === 'test' && plain[at + 1] === 'browser') return null
  const given = at === -1 ? [] : plain.slice(at + 1)
  if (script === 'cli') return wrongInCli(given)
  const read = sourcesOf(SCRIPTS[script] ?? '')
  const unread = given.filter((word) => /^--\w/.test(word) && !read.includes(word.replace(/^--/, '')))
  return unread.length === 0 ? null : `${script} does not read ${unread.join(', ')}`
}

/** The text of what a script starts, and of what stands beside it under the same name. */
function sourcesOf(script: string): string {
  const file = /\S+\.(ts|mjs)\b/.exec(script)?.[0] ?? ''
  const folder = file.replace(/(\/main|\/run)?\.(ts|mjs)$/, '')
  const beside = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(ts|mjs)$/.test(name)) : []
  return [file, ...beside.map((name) => `${folder}/${name}`)]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
}

function wrongInHelm([verb, , chart = '', ...words]: readonly string[]): string | null {
  if (!/^(install|upgrade)$/.test(verb ?? '') || !existsSync(`${chart}/Chart.yaml`))
    return `no chart at ${chart}`
  const values = parse(readFileSync(`${chart}/values.yaml`, 'utf8'))
  const keys = words.flatMap((word, at) => (words[at - 1] === '--set' ? (word.split('=')[0] ?? '') : []))
  const unknown = keys.filter((key) => valueAt(values, key.split('.')) === undefined)
  return unknown.length === 0 ? null : `the chart has no ${unknown.join(', ')}`
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value
  return typeof value === 'object' && value !== null ? valueAt(Reflect.get(value, key), rest) : undefined
}
