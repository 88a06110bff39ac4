// The example of settings and the program know the same variables: neither has one more.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '#gateway/limits.ts'
import { TRACING_VARIABLES } from '#lib/tracing/index.ts'
import { parseEnv, VARIABLES } from './env.ts'

const EXAMPLE = readFileSync('.env.example', 'utf8')
const inExample = [...EXAMPLE.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name)
/** What our own processes tell each other. */
const OWN = ['EMBEDDED_POSTGRES', 'PASSED_CONNECTIONS']
/** Read where the program runs, and no setting of it. */
const NO_SETTINGS: Readonly<Record<string, string>> = {
  NODE_ENV: 'the kind of build',
  NEXT_RUNTIME: 'Next says it',
  PATH: 'the system’s',
  npm_lifecycle_event: 'npm says it',
  ENDS_WITH: 'a supervisor tells its child',
  PORTCULLIS_URL: 'the command line’s, for a copy elsewhere',
  PORTCULLIS_API_KEY: 'the same',
  PORTCULLIS_CONNECTOR_KEY: 'a connector’s, where it runs',
  VITEST_REPORT: 'tests',
  CHROMIUM_PATH: 'tests',
  POSTGRES_15_BIN: 'tests',
  PGBOUNCER_PATH: 'tests',
}

describe('.env.example', () => {
  it('has every setting once, and nothing that is none', () => {
    const known = [...VARIABLES, ...Object.keys(LIMITS), ...TRACING_VARIABLES, 'LOG_LEVEL']
    expect([...inExample].sort()).toEqual(known.filter((name) => !OWN.includes(name)).sort())
  })

  it('sets nothing: a copy of it is the default', () => {
    expect(EXAMPLE).not.toMatch(/^[A-Z][A-Z0-9_]*=.+$/m)
    const empty = Object.fromEntries(inExample.map((name) => [name, '']))
    const required = {
      DATABASE_URL: 'postgresql://app@db:5432/portcullis',
      SECRET_KEY: 'q7Vb2nX0sLw9TfKz4mRpEyHc8uJdGa61',
    }
    expect(parseEnv({ ...empty, ...required })).toEqual(parseEnv(required))
  })

  it('has what any file of the program reads from the environment', () => {
    const read = new Set<string>()
    for (const file of productFiles())
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/process\.env\.([A-Za-z0-9_]+)/g))
        read.add(name)
    expect(read.size).toBeGreaterThan(5)
    const unknown = [...read].filter(
      (name) => !inExample.includes(name) && !OWN.includes(name) && !Object.hasOwn(NO_SETTINGS, name),
    )
    expect(unknown).toEqual([])
  })
})

function productFiles(): string[] {
  const roots = [
    'app',
    'cli',
    'components',
    'gateway',
    'lib',
    'scripts',
    'instrumentation.ts',
    'proxy.ts',
    'next.config.js',
  ]
  return roots
    .flatMap((root) => (statSync(root).isDirectory() ? filesIn(root) : [root]))
    .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !/\.test\.|\/testing\//.test(file))
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}
