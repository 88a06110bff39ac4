// Installs the packages where what lies in node_modules is not what package-lock.json asks for.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastLines, runCommand } from './command.mjs'
import { Refusal, step } from './say.mjs'

// `npm ci` refuses a lockfile from a registry that lacks the builds of other platforms;
// `npm install` takes it, installs the same pinned tree and leaves it as it is.
const INSTALL = ['install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
const OFFLINE = /ENOTFOUND|ENOTCACHED|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/

/** @param {{ onStop(undo: () => void): () => void }} lifecycle */
export async function ensurePackages(lifecycle, root = process.cwd()) {
  await ensure(lifecycle, root, 'Installing packages (a minute or so, the first time)', [])
}

/**
 * The programs of others that only tests use. Nothing of theirs runs while they are installed.
 * @param {{ onStop(undo: () => void): () => void }} lifecycle
 */
export async function ensureForeign(lifecycle, root = join(process.cwd(), 'testing/foreign')) {
  const what = 'Installing programs of others to test with (a minute or two, the first time)'
  await ensure(lifecycle, root, what, ['--prefix', root, '--ignore-scripts'])
}

/** The gateways of others that `npm run bench:gateway` compares this one with, in a folder of their own. */
export async function ensurePeers(root) {
  const what = 'Installing gateways of others to compare with (half a minute, the first time)'
  await ensure(undefined, root, what, ['--prefix', root, '--ignore-scripts'])
}

async function ensure(lifecycle, root, what, options) {
  if (isInstalled(root)) return
  assertWritable(root)
  const { code, output } = await step(what, async () => {
    // Without a network npm would try each package for itself, for minutes; what it has already
    // downloaded may still be enough.
    const offline = await isOffline(lifecycle)
    const args = [...INSTALL, ...options, ...(offline ? ['--offline'] : [])]
    return runCommand('npm', args, { lifecycle })
  })
  if (code !== 0) throw new Refusal(installFailure(output))
}

async function isOffline(lifecycle) {
  const { code, output } = await runCommand('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=15000'], {
    lifecycle,
  })
  // Some registries answer no ping; not answering at all is another matter.
  return code !== 0 && OFFLINE.test(output)
}

/** Whether node_modules holds each package of package-lock.json, in that version. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '') return true
    const found = present[path]
    // npm leaves out what is for other platforms.
    return found ? found.version === version : Boolean(optional || peer)
  })
}

/** The sentence for an `npm install` that failed with these words. */
export function installFailure(output) {
  if (OFFLINE.test(output)) {
    return `The packages could not be downloaded: the npm registry cannot be reached from here.\nConnect to a network, or name a registry that you can reach (npm config set registry …), and run the same command again.`
  }
  return `Installing the packages failed. npm said:\n${lastLines(output)}`
}

function packagesOf(file) {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

function assertWritable(root) {
  try {
    accessSync(root, constants.W_OK)
  } catch {
    throw new Refusal(`The packages cannot be installed: this account may not write to ${root}.`)
  }
}
