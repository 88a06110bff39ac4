// Every block of code in every document that users read is parsed by what would read it, or run. One whose language
// nobody validates fails.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manualOf } from '#app/(public)/docs/pages-of.ts'
import { OPTIONS } from '../cli/options.ts'
import { wrongInBlock } from './testing/block-checks.ts'
import { blocksOf } from './testing/blocks.ts'
import { SIGNATURES, wrongInCli } from './testing/cli-check.ts'
import { wrongRequest } from './testing/curl-check.ts'
import { DOCUMENTS } from './testing/documents.ts'
import { isRead } from './testing/settings-known.ts'
import { wrongInShell } from './testing/shell-check.ts'

const block = (language: string, text: string, ...tags: string[]) => ({
  language,
  text,
  tags: new Map(tags.map((tag): [string, string] => [tag.split('=')[0] ?? '', tag.split('=')[1] ?? ''])),
})
const spansOf = (document: string) =>
  [
    ...readFileSync(document, 'utf8')
      .replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .matchAll(/`([^`]+)`/g),
  ].map(([, span = '']) => span.replace(/\s+/g, ' '))

describe('the documents', () => {
  it.each(DOCUMENTS)('%s has no block that is wrong, or that nobody checks', (document) => {
    for (const each of blocksOf(document))
      expect([each.place, wrongInBlock(document, each)]).toEqual([each.place, []])
  })

  it.each(DOCUMENTS)('%s names only settings that somebody reads', (document) => {
    const named = spansOf(document).flatMap(
      (span) => /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=|$)/.exec(span)?.[1] ?? [],
    )
    expect(named.filter((name) => !isRead(name))).toEqual([])
  })

  it.each(DOCUMENTS)('%s names only commands and operations that there are', (document) => {
    const spans = spansOf(document)
    const commands = spans.filter((span) => /^npm (run|start|test)\b/.test(span)).flatMap(wrongInShell)
    const operations = spans.flatMap((span) => {
      const [, method = '', path = ''] = /^(GET|POST|PUT|PATCH|DELETE) (\/[a-z][^\s]*)/.exec(span) ?? []
      return path === '' || /^\/(livez|readyz|version|mcp|metrics|v0)\b/.test(path)
        ? []
        : (wrongRequest(method, path, undefined) ?? [])
    })
    expect([...commands, ...operations]).toEqual([])
  })
})

describe('the pages that are made', () => {
  it('hold only blocks that are right: files of clients, commands of shells, what the program prints', async () => {
    const manual = await manualOf('docs', 'https://portcullis.example.com')
    for (const slug of ['client-setup', 'api', 'cli']) {
      const blocks = manual.page(slug)?.blocks.flatMap((each) => (each.kind === 'code' ? [each] : [])) ?? []
      expect(blocks.length).toBeGreaterThan(0)
      for (const { language, label, text } of blocks) {
        // What clients of others take is run by them: gateway/clients/snippets.test.ts.
        const isTheirs = slug === 'client-setup' && ['sh', 'python', 'text', 'json'].includes(language)
        if (isTheirs && language === 'json') JSON.parse(text)
        else if (!isTheirs)
          expect([slug, label, wrongInBlock(slug, block(language, text))]).toEqual([slug, label, []])
      }
    }
  })
})

describe('what checks them', () => {
  it('refuses a language that nobody validates, and JSON that does not say what it is', () => {
    expect(wrongInBlock('docs/x.md', block('ruby', 'puts 1'))).toEqual(['nobody validates a block of “ruby”'])
    expect(wrongInBlock('docs/x.md', block('', 'npm start'))).toEqual(['nobody validates a block of “”'])
    expect(wrongInBlock('docs/x.md', block('json', '{}'))).toEqual([
      expect.stringMatching(/say what this JSON is/),
    ])
  })

  it.each([
    ['json', '{"version":"1","default":"deny","tols":{}}', 'policy'],
    ['json', '{"mcpServers":{"a":{"link":"https://a.example"}}}', 'client'],
    ['json', '{"name":1}', 'body=POST:/servers'],
    ['yaml', 'a: 1\na: 2'],
    ['toml', 'a = '],
    ['ts', 'const = 1'],
    ['env', 'APP_ULR=https://a.example'],
    ['env', 'HOST=0.0.0.0'],
    ['url', 'https://a.example/mpc/'],
    ['usage', 'npm run cli -- policy publish FILE'],
    ['sh', 'npm run cli -- policy push --dri policies'],
    ['sh', 'npm run cli -- policy push policies.json'],
    ['sh', 'npm run cli -- user reset ada@example.com'],
    ['sh', 'npm run no-such-script'],
    ['sh', 'npm run prove -- --no-such-option'],
    ['sh', 'npx vitest run testing/no-such-folder'],
    ['sh', 'curl http://localhost:3000/api/v1/servers'],
    ['sh', "curl -H 'Authorization: Bearer pck_a' http://localhost:3000/api/v1/server"],
    ['sh', "curl -H 'Authorization: Bearer pck_a' -d '{\"nam\":1}' http://localhost:3000/api/v1/servers"],
    ['sh', 'export PORTCULIS_URL=https://a.example'],
    ['sh', 'docker compose -f deploy/no-such.yaml up'],
    ['sh', 'helm install portcullis deploy/helm/portcullis --set noSuchValue=1'],
    ['sh', 'some-program --of others'],
  ])('refuses %s that is wrong: %s', (language, text, ...tags) => {
    expect(wrongInBlock('docs/x.md', block(language, text, ...tags)).length).toBeGreaterThan(0)
  })

  it('knows the signatures of every command, and every option that they name is read', () => {
    expect(new Set(SIGNATURES.map(({ name }) => name))).toEqual(new Set(Object.keys(OPTIONS)))
    for (const { name, needs } of SIGNATURES)
      for (const option of needs) expect(Object.keys(OPTIONS[name as keyof typeof OPTIONS])).toContain(option)
    expect(wrongInCli(['policy', 'push', 'a.json', '--policy', 'pol_1'])).toBeNull()
  })
})
