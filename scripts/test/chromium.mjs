// Finds a Chromium for the browser tests, or installs Debian's where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Refusal } from '../start/say.mjs'
import { canInstall, install } from './debian.mjs'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const PACKAGES = ['chromium', 'fonts-liberation']

/** The path of a Chromium that runs, or null. CHROMIUM_PATH comes first. */
export async function findChromium() {
  for (const path of [process.env.CHROMIUM_PATH, ...KNOWN_PLACES, await playwrightsOwn()]) {
    // Some systems have a file of that name that only says how to install the browser.
    if (path && existsSync(path) && spawnSync(path, ['--version']).status === 0) return path
  }
  return null
}

/** @returns {Promise<string | null>} null where none is there and this account may not install one */
export async function ensureChromium(lifecycle) {
  const found = await findChromium()
  if (found) return found
  if (!canInstall()) return null
  await install('Installing Chromium for the browser tests', PACKAGES, lifecycle)
  const installed = await findChromium()
  if (!installed)
    throw new Refusal('Chromium was installed but does not run. Set CHROMIUM_PATH to one that does.')
  return installed
}

export const HOW_TO_INSTALL = `apt-get install ${PACKAGES.join(' ')}, or set CHROMIUM_PATH to a Chromium or Chrome`

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}
