// A stamp is the digest of everything that a result was made from, kept beside the result. Times of
// files say nothing after a checkout; contents do.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NOT_BUILT = /\.test\.(ts|tsx|mjs)$/

/**
 * One digest over files and folders (tests left out). What does not exist counts as absent.
 * @param {string} root
 * @param {string[]} paths relative to root
 */
export function digestOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) {
    for (const file of filesUnder(root, path)) {
      const content = readFileSync(join(root, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

export function writeStamp(file, digest) {
  writeFileSync(file, digest)
}

function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return NOT_BUILT.test(path) ? [] : [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`))
}
