// Makes what the program runs on from its sources: the database client and the dashboard's build.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lastLines, runNode } from './command.mjs'
import { Refusal, step } from './say.mjs'
import { digestOf, readStamp, writeStamp } from './stamp.mjs'

const CLIENT_SOURCES = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']
const BUILD_SOURCES = [
  'app',
  'cli/usage.ts',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.js',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

/** @param {{ onStop(undo: () => void): () => void }} lifecycle */
export async function ensureClient(lifecycle, root = process.cwd()) {
  const made = join(root, 'prisma/generated/prisma/client.ts')
  const stampFile = join(root, 'prisma/generated/stamp')
  const digest = digestOf(root, CLIENT_SOURCES)
  if (existsSync(made) && readStamp(stampFile) === digest) return
  // `generate` needs no schema engine, only the name of a file that exists; Prisma's own would be
  // downloaded from outside the package registry.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env }
  const { code, output } = await step('Generating the database client', () =>
    runNode(['node_modules/prisma/build/index.js', 'generate'], { env, lifecycle }),
  )
  if (code !== 0) throw new Refusal(`The database client could not be generated:\n${lastLines(output)}`)
  writeStamp(stampFile, digest)
}

/** Builds the dashboard unless the build there is was made from exactly these sources. */
export async function ensureBuild(lifecycle, root = process.cwd()) {
  const stampFile = join(root, '.next/sources-digest')
  const build = join(root, '.next/BUILD_ID')
  const digest = digestOf(root, BUILD_SOURCES)
  if (existsSync(build) && readStamp(stampFile) === digest) return
  // Until the new build is whole there is none: a broken build must not pass for the old one.
  for (const file of [stampFile, build]) rmSync(file, { force: true })
  const { code, output } = await step('Building the dashboard', () =>
    runNode(['node_modules/next/dist/bin/next', 'build'], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
      lifecycle,
    }),
  )
  if (code !== 0 || !existsSync(build)) {
    throw new Refusal(`The dashboard could not be built:\n${lastLines(output, 30)}`)
  }
  writeStamp(stampFile, digest)
}
