// What docs/pipelines.md tells people to type: each command and option is one that the program names, the workflow gives the
// action inputs that it has, and the client's file starts the program.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { USAGE } from '../cli/usage.ts'

const PAGE = readFileSync('docs/pipelines.md', 'utf8')
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}(?: [^\n]*)?\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  )

it('names commands and options that there are', () => {
  const commands = [...PAGE.matchAll(/npm run (?:--silent )?cli -- ([^\n`#]+)/g)].map(([, text = '']) =>
    text.trim(),
  )
  expect(commands.length).toBeGreaterThan(5)
  for (const command of commands) {
    const words = command.match(/^[a-z]+( [a-z]+)?(?= |$)/)?.[0] ?? ''
    expect(USAGE, command).toContain(`\n  ${words}`)
    for (const [option] of command.matchAll(/--[a-z-]+/g)) expect(USAGE, command).toContain(option)
  }
  for (const [, option = ''] of PAGE.matchAll(/^\| `(--[a-z-]+)/gm)) expect(USAGE).toContain(option)
})

it('gives the action inputs that it has, and all that it must have', () => {
  const action = parse(readFileSync('deploy/github-action/action.yml', 'utf8'))
  const [workflow = ''] = blocks('yaml')
  const step = parse(workflow).jobs.policies.steps.find(({ uses }: { uses: string }) =>
    uses.includes('github-action'),
  )
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)))
  for (const [name, input] of Object.entries<{ required?: boolean }>(action.inputs))
    if (input.required) expect(Object.keys(step.with)).toContain(name)
})

it('shows a client’s file that starts our own server', () => {
  const { command, args, env } = JSON.parse(blocks('json')[0] ?? '').mcpServers.portcullis
  expect([command, ...args.slice(-3)]).toEqual(['npm', 'cli', '--', 'mcp'])
  expect(Object.keys(env)).toEqual(['PORTCULLIS_URL', 'PORTCULLIS_API_KEY'])
})
