import { describe, expect, it } from 'vitest'
import { productFiles, violationsOf } from './boundaries.mjs'

const at = (path, text) => ({ path, text })
const index = (folder) => at(`${folder}/index.ts`, '')

describe('the import boundaries', () => {
  it('hold in this tree', () => {
    const files = productFiles(process.cwd())
    expect(files.length).toBeGreaterThan(100)
    expect(violationsOf(files)).toEqual([])
  })

  it.each([
    [
      'a pure folder entering another',
      'lib/policy/a.ts',
      `import { x } from '#lib/data/b.ts'`,
      'lib/policy may not import lib/data',
    ],
    [
      'a type import',
      'components/a.tsx',
      `import type { Member } from '#lib/data/model.ts'`,
      'components may not import lib/data',
    ],
    [
      'an import over several lines',
      'gateway/a.ts',
      `import {\n  a,\n  type B,\n} from '#app/b.ts'`,
      'gateway may not import app',
    ],
    ['a re-export', 'app/a.ts', `export * from '#gateway/b.ts'`, 'app may not import gateway'],
    [
      'a dynamic import',
      'gateway/a.ts',
      `const m = await import('#lib/auth/index.ts')`,
      'gateway may not import lib/auth',
    ],
    [
      'a type in an import call',
      'gateway/a.ts',
      `type T = import('#components/b.ts').T`,
      'gateway may not import components',
    ],
    [
      'an import for its effect',
      'components/a.tsx',
      `import '#lib/env.ts'`,
      'components may not import lib/env.ts',
    ],
    [
      'Postgres outside lib/data',
      'gateway/a.ts',
      `import pg from 'pg'`,
      'gateway may not use pg, which is kept for lib/data',
    ],
    [
      'Prisma outside lib/data',
      'app/a.ts',
      `import { PrismaPg } from '@prisma/adapter-pg'`,
      'kept for lib/data',
    ],
    [
      'the generated client outside lib/data',
      'lib/grants/a.ts',
      `import { P } from '../../prisma/generated/prisma/client.ts'`,
      'lib/grants may not import prisma/generated',
    ],
    [
      'undici outside its two places',
      'lib/servers/a.ts',
      `import { request } from 'undici'`,
      'lib/servers may not use undici',
    ],
    ['React in the gateway', 'gateway/a.ts', `import { cache } from 'react'`, 'gateway may not use react'],
    [
      'Next below the app',
      'lib/calls/a.ts',
      `import { headers } from 'next/headers'`,
      'lib/calls may not use next/headers',
    ],
    [
      'an unlisted package in a pure folder',
      'lib/policy/a.ts',
      `import { z } from 'zod'`,
      'lib/policy may not use the package zod',
    ],
    [
      'Node in a component',
      'components/a.tsx',
      `import { join } from 'node:path'`,
      'components may not use Node',
    ],
    [
      'Node by its old name in a pure folder',
      'lib/mcp/a.ts',
      `import { Buffer } from 'buffer'`,
      'lib/mcp may not use Node',
    ],
    [
      'a relative path out of a folder',
      'lib/grants/a.ts',
      `import { x } from '../fault.ts'`,
      '../fault.ts leaves lib/grants',
    ],
    [
      'a relative path between components',
      'components/grants/a.tsx',
      `import { x } from '../ui/b.tsx'`,
      'leaves components/grants',
    ],
    [
      'an import past index.ts',
      'gateway/a.ts',
      `import { x } from '#lib/policy/read/parse.ts'`,
      'bypasses lib/policy/index.ts',
    ],
    ['an import of test code', 'lib/data/a.ts', `import { x } from './testing/b.ts'`, 'serves only tests'],
    ['a computed import', 'gateway/a.ts', `await import(\`./\${name}.ts\`)`, 'cannot be checked'],
    ['a folder without a row', 'lib/helpers/a.ts', '', 'lib/helpers has no row'],
    [
      'the clock in a pure folder',
      'lib/policy/a.ts',
      'const now = Date.now()',
      'pure and may not reach for the clock',
    ],
    ['a date of now', 'lib/catalogue/a.ts', 'const now = new Date()', 'the clock'],
    ['chance', 'lib/catalogue/a.ts', 'const r = Math.random()', 'chance'],
    ['the environment', 'lib/json/a.ts', 'const e = process.env.X', 'the environment'],
    ['a global by its full name', 'lib/json/a.ts', 'globalThis.fetch(url)', 'the environment'],
    ['the network', 'lib/mcp/a.ts', 'const r = await fetch(url)', 'the network'],
    ['a timer', 'lib/mcp/a.ts', 'setTimeout(f, 1)', 'timers'],
    ['code inside a template', 'lib/mcp/a.ts', `const s = \`\${Math.random()}\``, 'chance'],
  ])('find %s', (_, path, text, rule) => {
    const found = violationsOf([at(path, text), index('lib/policy'), index('lib/auth')])
    expect(found.join('\n')).toContain(rule)
    expect(found[0]).toMatch(new RegExp(`^${path}:\\d`))
  })

  it('find a cycle between units', () => {
    const found = violationsOf([
      at('lib/role.ts', `import type { Member } from '#lib/data/model.ts'`),
      at('lib/data/a.ts', `import { x } from '#lib/env.ts'`),
      at('lib/env.ts', `import { y } from '#lib/role.ts'`),
    ])
    expect(found.join('\n')).toMatch(/lib\/env\.ts → .* is a cycle|lib\/role\.ts → .* is a cycle/)
  })

  it.each([
    [
      'its own folder, its index and what its row names',
      'lib/policy/a.ts',
      `import { x } from './b.ts'\nimport { parseJson } from '#lib/json/index.ts'\nimport { RE2JS } from 're2js'`,
    ],
    [
      'words about imports in comments and strings',
      'lib/policy/a.ts',
      `// import { x } from '#lib/data/a.ts'\nconst s = "import x from 'pg'"\nconst t = \`from 'pg' \${s} Date.now()\`\n/* Math.random() */\nconst r = /process.env'/.test(s)`,
    ],
    [
      'a property that is named like a global',
      'lib/policy/a.ts',
      `const list = rules.require\nconst made = { require: rule.fetch(1) }`,
    ],
    [
      'any package and module in a test',
      'lib/policy/a.test.ts',
      `import { it } from 'vitest'\nimport fs from 'node:fs'\nimport { x } from '#testing/postgres.ts'`,
    ],
  ])('allow %s', (_, path, text) => {
    expect(violationsOf([at(path, text), index('lib/json'), index('lib/policy')])).toEqual([])
  })
})
