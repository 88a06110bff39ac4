// The gateway as one file of JavaScript, made by esbuild from its sources. What it is made from decides
// whether it is made again, as for the dashboard's build. Why one file: docs/decisions/0028.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, step } from './say.mjs'
import { digestOf, readStamp, writeStamp } from './stamp.mjs'

/** Beside the folders of the sources, so that `../package.json` is the same file from both. */
export const GATEWAY = 'dist/gateway.mjs'

const SOURCES = ['gateway', 'lib', 'package.json', 'package-lock.json', 'scripts/start/bundle.mjs']
// Packages that are CommonJS ask for Node's own modules with `require`, which a module has to make.
const REQUIRE = `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);`

/**
 * The arguments of node that run the gateway as it is built. Stacks name the lines of the sources. A young generation of
 * 64 MB in place of 16: what a call leaves behind is mostly dead before it is looked at, and collecting it costs a fifth less
 * of all that a call costs.
 */
export const RUN_GATEWAY = ['--max-semi-space-size=64', '--enable-source-maps', GATEWAY]

/** Bundles the gateway unless the bundle there is was made from exactly these sources. */
export async function ensureGateway(root = process.cwd()) {
  const made = join(root, GATEWAY)
  const stampFile = join(root, 'dist/sources-digest')
  const digest = digestOf(root, SOURCES)
  if (existsSync(made) && readStamp(stampFile) === digest) return
  rmSync(stampFile, { force: true })
  try {
    await step('Building the gateway', () => bundle(root))
  } catch (error) {
    throw new Refusal(`The gateway could not be built:\n${error.message}`)
  }
  writeStamp(stampFile, digest)
}

async function bundle(root) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['gateway/main.ts'],
    outfile: GATEWAY,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // A build with names kept wraps every inner function each time it is made.
    keepNames: false,
    sourcemap: 'linked',
    sourcesContent: false,
    // pg asks for it where it is there; it is not.
    external: ['pg-native'],
    banner: { js: REQUIRE },
    legalComments: 'linked',
    logLevel: 'silent',
  })
}
