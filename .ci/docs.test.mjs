import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// Made by the programs, or by the person who follows the text.
const NOT_IN_THE_TREE = [
  /^\.env$/,
  /^dist\//,
  /^\.\/data/,
  /^(postgres\/|secret-key|lock)/,
  /^DATA_DIR\//,
  // Made by whoever follows the text, or of others.
  /^(portcullis|tools|server)\.json$|^owner\/name$|^APP_URL\/|^\.\.\/shared\//,
  // A network.
  /^[\d.]+\/\d+$/,
  // Methods of the protocol.
  /^(tools\/list|tools\/call|notifications\/cancelled|server\/discover|subscriptions\/listen|logging\/setLevel)$/,
  /^\/(livez|readyz|version|metrics|api|mcp|policy\.schema\.json|schemas)/,
  // Of the image.
  /^\/app\/dist\//,
]
const LOOKS_LIKE_A_PATH =
  /^[\w.@()[\]/-]+\.(ts|tsx|mjs|js|json|md|prisma|css|sql|png)$|^[\w.()[\]-]+(\/[\w.()[\]-]+)+\/?$/

const NOT_OURS = new Set(['node_modules', 'dist', '.next', '.git', 'data', 'test-results'])
const files = filesUnder('.')
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const decisions = readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`)

describe('the documents', () => {
  it.each([...documents, ...decisions])('%s names only files that exist', (document) => {
    const spans = [...readFileSync(document, 'utf8').matchAll(/`([^`\n]+)`/g)].map((match) => match[1])
    const paths = spans.filter(
      (span) => LOOKS_LIKE_A_PATH.test(span) && !NOT_IN_THE_TREE.some((pattern) => pattern.test(span)),
    )
    expect(paths.filter((path) => !exists(path))).toEqual([])
  })

  it('name every setting of lib/env.ts on the page of settings and in the example', () => {
    const settings = [...readFileSync('lib/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
      (match) => match[1],
    )
    const given = settings.filter(
      (name) => !['DASHBOARD_ORIGIN', 'EMBEDDED_POSTGRES', 'PASSED_CONNECTIONS'].includes(name),
    )
    expect(given.length).toBeGreaterThan(8)
    for (const document of ['docs/settings.md', '.env.example']) {
      const text = readFileSync(document, 'utf8')
      expect(given.filter((name) => !text.includes(name))).toEqual([])
    }
  })

  it('name every table in docs/storage.md', () => {
    const tables = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/@@map\("(\w+)"\)/g)].map(
      (match) => match[1],
    )
    const storage = readFileSync('docs/storage.md', 'utf8')
    expect(tables.filter((table) => !storage.includes(`\`${table}\``))).toEqual([])
  })
})

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => folder !== '.' || !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? filesUnder(path) : [path]
    })
}

// A path may be written from its folder on, as in a list of steps of that folder.
function exists(path) {
  const plain = path.replace(/\/$/, '')
  return files.some(
    (file) =>
      file === plain ||
      file.endsWith(`/${plain}`) ||
      file.startsWith(`${plain}/`) ||
      file.includes(`/${plain}/`),
  )
}
