// The page with what each client is told, made of the very snippets that the product shows with a URL and token.
import { type Connection, type Group, type Part, type Snippet, snippetsFor } from '#lib/clients/index.ts'
import { PROBLEMS } from '#lib/doctor/index.ts'
import { fenced, quoted, table } from './markdown.ts'

// The gateway says of it that it is a placeholder, to whoever forgets to put the token there.
const TOKEN = 'YOUR_GRANT_TOKEN'
const SERVER = 'SERVER_ID'
const GROUPS: readonly (readonly [Group, string])[] = [
  ['Terminal', 'In a terminal'],
  ['Editor', 'In an editor'],
  ['App', 'Apps and workflows'],
  ['Code', 'In code'],
  ['Plain', 'Without a client of this list'],
]

/** @param appUrl the public origin of this installation, without a trailing slash */
export function clientSetupPage(appUrl: string): string {
  const withToken = snippetsFor(connection(appUrl, TOKEN))
  const signedIn = new Map(snippetsFor(connection(appUrl, null)).map((each) => [each.client, each]))
  return [
    '# Every client',
    '',
    `What each MCP client takes to connect, with a grant's token and, where it can, by signing in. Put the id of your server in place of \`${SERVER}\` and the token in place of \`${TOKEN}\`; under **Grants → Connect** the same stands here with both in it, ready to copy, and beside it what the gateway sees of the client ([connecting a client](clients.md)).`,
    '',
    ...GROUPS.flatMap(([group, title]) => {
      const snippets = withToken.filter((each) => each.group === group)
      return [`## ${title}`, '', ...snippets.flatMap((each) => clientOf(each, signedIn.get(each.client)))]
    }),
    '## When a client does not come in',
    '',
    'What **Grants → Connect** says of a client that was seen and not let in, and what to do.',
    '',
    table(
      ['it says that the client', 'do this'],
      Object.values(PROBLEMS).map(({ what, cure }) => [quoted(what), quoted(cure)]),
    ),
  ].join('\n')
}

function connection(appUrl: string, token: string | null): Connection {
  const url = `${appUrl}/mcp/${SERVER}/`
  return token === null
    ? { name: 'my-server', url: `${url}oauth`, token, tokenUrl: null, protocol: null }
    : { name: 'my-server', url, token, tokenUrl: `${appUrl}/mcp/t/${token}/${SERVER}/`, protocol: null }
}

function clientOf(snippet: Snippet, signedIn: Snippet | undefined): string[] {
  return [
    `### ${quoted(snippet.title)}`,
    '',
    ...waysOf(snippet),
    ...(signedIn ? ['#### To sign in instead of a token', '', ...waysOf(signedIn)] : []),
  ]
}

function waysOf({ where, parts }: Snippet): string[] {
  return [quoted(where), '', ...parts.flatMap((part) => [fencedPart(part), ''])]
}

function fencedPart(part: Part): string {
  return fenced(languageOf(part), part.label, part.code)
}

function languageOf({ label, code }: Part): string {
  if (label.startsWith('Terminal')) return 'sh'
  if (label === 'TypeScript') return 'ts'
  if (label === 'Python') return 'python'
  if (/\.ya?ml$/.test(label)) return 'yaml'
  if (/\.toml$/.test(label)) return 'toml'
  if (code.startsWith('{')) return 'json'
  return /^https?:\/\/\S+$/.test(code) ? 'url' : 'text'
}
