// Programs that Debian packages and npm does not: found where they are, or installed where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { lastLines, runCommand } from '../start/command.mjs'
import { Refusal, step } from '../start/say.mjs'

/** Whether this account may install packages. */
export function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

/**
 * Installs packages under a line that says so.
 * @param {string} what such as "Installing Chromium for the browser tests"
 * @param {string[]} packages
 * @throws {Refusal} with apt's own last words
 */
export async function install(what, packages, lifecycle) {
  await step(what, async () => {
    await aptGet(['update'], lifecycle)
    await aptGet(['install', '-y', '--no-install-recommends', ...packages], lifecycle)
  })
}

async function aptGet(args, lifecycle) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { code, output } = await runCommand('apt-get', args, { env, lifecycle })
  if (code !== 0) throw new Refusal(`apt-get ${args[0]} failed:\n${lastLines(output)}`)
}

/** The first of these paths that is a program that runs, or null. */
export function findProgram(paths) {
  return paths.find((path) => existsSync(path) && spawnSync(path, ['--version']).status === 0) ?? null
}
