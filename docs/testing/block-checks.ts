// What is done with each kind of block that the docs hold. A block of a kind that is not here fails: nobody would
// notice when it stops being true.
import { transformSync } from 'esbuild'
import { parse as parseToml } from 'smol-toml'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { parseEnv } from '#lib/env.ts'
import { parseBaselineText, parsePolicyText } from '#lib/policy/index.ts'
import { USAGE } from '../../cli/usage.ts'
import type { Block } from './blocks.ts'
import { wrongRequest } from './curl-check.ts'
import { isRead } from './settings-known.ts'
import { wrongInShell } from './shell-check.ts'

/** Blocks that a test of their own runs. Each names it. */
const RUN_ELSEWHERE: readonly (readonly [document: string, test: string])[] = [
  ['docs/policy-language.md', 'docs/policy-language.test.ts'],
]
// By the word behind `json`: what it is.
const JSON_KINDS: Readonly<Record<string, (text: string, value: string) => readonly string[]>> = {
  policy: (text) => issuesIn(parsePolicyText(text, 'jsonc')),
  baseline: (text) => issuesIn(parseBaselineText(text)),
  client: (text) => wrongShape(CLIENT_FILE, text),
  // A part of an answer or a message; docs/notifications.test.ts and the tests of the API hold its shape.
  payload: () => [],
  answer: () => [],
  body: (text, operation) => {
    const [method = '', path = ''] = operation.split(':')
    return [wrongRequest(method, path, text)].filter((each) => each !== null)
  },
}

const CLIENT_FILE = z.strictObject({
  mcpServers: z.record(
    z.string(),
    z.union([
      z.strictObject({
        type: z.literal('http').optional(),
        url: z.url(),
        headers: z.record(z.string(), z.string()).optional(),
      }),
      z.strictObject({
        command: z.string(),
        args: z.array(z.string()),
        env: z.record(z.string(), z.string()).optional(),
      }),
    ]),
  ),
})
// The address of a server, of all servers, or of one to sign in at.
const GATEWAY_PATH = /^\/mcp\/(t\/[^/]+\/)?([^/]+\/(oauth)?)?$|^\/mcp\/[^/]+\/oauth$/

/** What is wrong with a block, in words; empty where nothing is. */
export function wrongInBlock(
  document: string,
  block: Pick<Block, 'language' | 'tags' | 'text'>,
): readonly string[] {
  if (RUN_ELSEWHERE.some(([name]) => name === document)) return []
  const { language, tags, text } = block
  switch (language) {
    case 'sh':
      return wrongInShell(text)
    case 'json': {
      const kind = [...tags.keys()].find((tag) => Object.hasOwn(JSON_KINDS, tag))
      const check = kind === undefined ? undefined : JSON_KINDS[kind]
      if (!check) return [`say what this JSON is: one of ${Object.keys(JSON_KINDS).join(', ')}`]
      return [...attempt(() => JSON.parse(text)), ...check(text, tags.get(kind ?? '') ?? '')]
    }
    case 'yaml':
      return parseDocument(text, { strict: true, uniqueKeys: true }).errors.map(({ message }) => message)
    case 'toml':
      return attempt(() => parseToml(text))
    case 'js':
    case 'ts':
      return attempt(() => transformSync(text, { loader: language, format: 'esm' }))
    case 'env':
      return wrongSettings(text)
    case 'url':
      return text
        .trim()
        .split('\n')
        .filter((each) => !isGatewayAddress(each))
    case 'usage':
      return text
        .trim()
        .split('\n')
        .filter((each) => !USAGE.includes(each.replace('npm run cli -- ', '')))
    // Each is run by docs/sql.test.ts.
    case 'sql':
      return []
    default:
      return [`nobody validates a block of “${language}”`]
  }
}

function wrongSettings(text: string): string[] {
  const pairs = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  const unknown = pairs.filter(([name]) => !isRead(name)).map(([name]) => `nobody reads ${name}`)
  const needed = {
    DATABASE_URL: 'postgresql://a@localhost/a',
    SECRET_KEY: 'Zq3vN8xK1mW6tR4yB9cD2fG7hJ5kL0pS',
  }
  return [...unknown, ...attempt(() => parseEnv({ ...needed, ...Object.fromEntries(pairs) }))]
}

function isGatewayAddress(text: string): boolean {
  const filled = text.replace(/<[a-z-]+>/g, 'x')
  return URL.canParse(filled) && GATEWAY_PATH.test(new URL(filled).pathname)
}

function issuesIn(
  parsed: { ok: true } | { ok: false; issues: readonly { pointer: string; message: string }[] },
): string[] {
  return parsed.ok ? [] : parsed.issues.map(({ pointer, message }) => `${pointer} ${message}`)
}

function wrongShape(shape: z.ZodType, text: string): string[] {
  const read = shape.safeParse(JSON.parse(text))
  return read.success ? [] : [z.prettifyError(read.error)]
}

function attempt(act: () => unknown): string[] {
  try {
    act()
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
