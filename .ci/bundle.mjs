// Looks into what browsers are given: no server module, no name of a secret, and no page that was
// rendered at build time (it could carry no nonce, and its scripts would not run).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Each is a text that survives minification and stands in server code alone.
const SERVER_ONLY = [
  'SECRET_KEY',
  'DATABASE_URL',
  'PrismaClient',
  '_prisma_migrations',
  'postgresql://',
  'aes-256-gcm',
  'scrypt',
  'argon2',
  'node:crypto',
  'node:fs',
  'node:net',
  'undici',
  'server-only',
  '@auth/core',
]
// Next's own page for an error in the root layout: it has no script that matters.
const MAY_BE_STATIC = new Set(['_global-error.html'])

/**
 * @param {{ path: string, text: string }[]} files what browsers may load
 * @returns {string[]} one line for each marker found
 */
export function leaksOf(files) {
  return files.flatMap(({ path, text }) =>
    SERVER_ONLY.filter((marker) => text.includes(marker)).map((marker) => `${path} contains "${marker}"`),
  )
}

/** @param {string} build the folder of the production build */
export function problemsOf(build) {
  const browserFiles = filesUnder(join(build, 'static')).map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
  const maps = browserFiles
    .filter((file) => file.path.endsWith('.map'))
    .map((file) => `${file.path} is a source map`)
  const pages = filesUnder(join(build, 'server', 'app')).filter((path) => path.endsWith('.html'))
  const fixed = pages.filter((path) => !MAY_BE_STATIC.has(path.slice(path.lastIndexOf('/') + 1)))
  return {
    files: browserFiles.length,
    problems: [
      ...leaksOf(browserFiles),
      ...maps,
      ...fixed.map((path) => `${path} was rendered at build time: it has no nonce`),
    ],
  }
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (process.argv[1] === import.meta.filename) {
  const { files, problems } = problemsOf('.next')
  for (const line of problems) console.error(line)
  console.log(`browser bundle: ${files} files, ${problems.length} problems`)
  process.exit(problems.length > 0 || files === 0 ? 1 : 0)
}
