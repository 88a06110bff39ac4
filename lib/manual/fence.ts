// What stands over a block of code: a file's name where its fence gives one, else what it is.

const WORDS: Readonly<Record<string, string>> = {
  sh: 'Terminal',
  console: 'Terminal',
  json: 'JSON',
  yaml: 'YAML',
  toml: 'TOML',
  js: 'JavaScript',
  ts: 'TypeScript',
  python: 'Python',
  sql: 'SQL',
  http: 'HTTP',
  text: 'Text',
  url: 'Address',
  env: 'Settings',
  usage: 'Usage',
}
// Tags of the policy language's page: what each block is there (docs/policy-language.test.ts).
const TAGS: Readonly<Record<string, string>> = {
  calls: 'Calls, and what is decided',
  listed: 'What the agent’s list holds',
  issues: 'What is said about it',
  policy: 'A policy',
  same: 'The same policy',
  tools: 'Entries of a policy',
  toolslist: 'The list of tools',
  refused: 'A policy with mistakes',
  tests: 'A test file',
  baseline: 'A baseline',
  payload: 'A message',
  settings: 'Settings',
}

/** @param tags the words behind the language: `policy=first file=policy.json`, or a bare `payload` */
export function fenceLabel(language: string, tags: readonly string[]): string {
  const pairs = tags.map((tag) => tag.split('='))
  const file = pairs.find(([key]) => key === 'file')?.[1]
  if (file) return file
  // It may hold spaces, which end a word of a fence.
  const label = pairs.find(([key]) => key === 'label')?.[1]
  if (label) return decodeURIComponent(label)
  const known = pairs.map(([key = '']) => TAGS[key]).find((words) => words !== undefined)
  return known ?? WORDS[language] ?? (language || 'Text')
}

/** What is copied of a block: of a session at a terminal the commands, not what they printed. */
export function copiedOf(language: string, text: string): string {
  if (language !== 'console') return text
  const commands = text.split('\n').filter((line) => line.startsWith('$ '))
  return commands.map((line) => line.slice(2)).join('\n')
}
