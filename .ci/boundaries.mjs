// Checks every import of the product against rules.mjs. A violation names the file, the line and the
// rule; `node .ci/boundaries.mjs` prints them all and fails where there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { IMPURE, KEPT_PACKAGES, PURE, UNITS } from './rules.mjs'
import { readSource } from './source.mjs'

const CODE = /\.(ts|tsx|js|mjs|jsx)$/
const TOP_FOLDERS = ['app', 'components', 'lib', 'gateway', 'cli']
// Not under one of our import names, so reached by a relative path from the units that may.
const OUTSIDE = ['prisma/generated', 'package.json']
const FOR_TESTS = /\.test\.(ts|tsx|mjs)$|(^|\/)testing\//

/**
 * @param {{ path: string, text: string }[]} files of the whole tree, paths from its root
 * @returns {string[]} one line for each violation
 */
export function violationsOf(files) {
  const paths = new Set(files.map((file) => file.path))
  const edges = new Map()
  const found = []
  for (const { path, text } of files) {
    const unit = unitOf(path)
    const row = UNITS[unit]
    const { code, imports, unreadable } = readSource(text)
    const say = (line, rule) => found.push(`${path}:${line}  ${rule}`)
    if (!row && !FOR_TESTS.test(path)) say(1, `${unit} has no row in .ci/rules.mjs`)
    for (const { specifier, line } of imports) {
      const target = resolveImport(path, specifier)
      if (target) {
        for (const rule of pathRules(path, specifier, target, paths)) say(line, rule)
        if (!row || FOR_TESTS.test(path)) continue
        for (const rule of unitRules(unit, row, target)) say(line, rule)
        remember(edges, unit, unitOf(target), `${path}:${line}`)
      } else if (row && !FOR_TESTS.test(path)) {
        for (const rule of packageRules(unit, row, specifier)) say(line, rule)
      }
    }
    if (FOR_TESTS.test(path)) continue
    for (const line of unreadable) say(line, 'an import whose target is computed cannot be checked')
    if (PURE.includes(unit)) for (const [line, rule] of impurities(unit, code)) say(line, rule)
  }
  return [...found, ...cyclesOf(edges)]
}

function unitOf(path) {
  const names = Object.keys(UNITS).filter((name) => path === name || path.startsWith(`${name}/`))
  const longest = names.sort((a, b) => b.length - a.length)[0]
  if (longest) return longest
  return OUTSIDE.find((place) => path.startsWith(place)) ?? path.split('/').slice(0, 2).join('/')
}

// The file an import names, from the root of the tree; null for packages.
function resolveImport(from, specifier) {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(from), specifier)) : null
}

function* pathRules(from, specifier, target, paths) {
  const leaves = homeOf(from) !== homeOf(target)
  if (specifier.startsWith('.') && leaves && !OUTSIDE.includes(unitOf(target)) && !FOR_TESTS.test(from)) {
    yield `${specifier} leaves ${homeOf(from)} by a relative path: write #${target}`
  }
  if (!leaves || !specifier.startsWith('#') || FOR_TESTS.test(from) || target.startsWith('app/')) return
  const entrance = entranceOf(target, paths)
  if (entrance && entrance !== target) yield `${specifier} bypasses ${entrance}`
}

// The nearest index.ts above a file is the only way into its folder.
function entranceOf(target, paths) {
  for (let folder = dirname(target); folder !== '.'; folder = dirname(folder)) {
    if (paths.has(`${folder}/index.ts`)) return `${folder}/index.ts`
  }
  return null
}

// What counts as one folder for relative paths: a unit; in components each folder of its own; and
// all files that stand alone in lib.
function homeOf(path) {
  const unit = unitOf(path)
  if (CODE.test(unit)) return dirname(unit)
  return unit === 'components' && path.split('/').length > 2 ? path.split('/').slice(0, 2).join('/') : unit
}

function* unitRules(unit, row, target) {
  const other = unitOf(target)
  if (FOR_TESTS.test(target)) yield `the product may not import ${target}, which serves only tests`
  else if (other !== unit && !row.imports.includes(other)) yield `${unit} may not import ${other}`
}

function* packageRules(unit, row, specifier) {
  if (isNode(specifier)) {
    if (!row.node) yield `${unit} may not use Node (${specifier})`
    return
  }
  const covers = (name) => specifier === name || specifier.startsWith(`${name}/`)
  const keeper = Object.keys(KEPT_PACKAGES).find(covers)
  if (keeper && !KEPT_PACKAGES[keeper].includes(unit)) {
    yield `${unit} may not use ${specifier}, which is kept for ${KEPT_PACKAGES[keeper].join(', ') || 'tests'}`
  } else if (row.packages && !row.packages.some(covers)) yield `${unit} may not use the package ${specifier}`
}

const BUILTINS = new Set(builtinModules)
const isNode = (specifier) => specifier.startsWith('node:') || BUILTINS.has(specifier)

function* impurities(unit, code) {
  for (const [index, line] of code.split('\n').entries()) {
    for (const [what, pattern] of IMPURE) {
      if (pattern.test(line)) yield [index + 1, `${unit} is pure and may not reach for ${what}`]
    }
  }
}

function remember(edges, from, to, place) {
  if (from === to) return
  const known = edges.get(from) ?? new Map()
  if (!known.has(to)) known.set(to, place)
  edges.set(from, known)
}

function cyclesOf(edges) {
  const cycles = new Map()
  const walk = (unit, trail) => {
    const seen = trail.indexOf(unit)
    if (seen >= 0) {
      const cycle = trail.slice(seen)
      const places = cycle.map((name, i) => edges.get(name).get(cycle[(i + 1) % cycle.length]))
      cycles.set(
        [...cycle].sort().join(),
        `${places.join(' → ')}  ${[...cycle, unit].join(' → ')} is a cycle`,
      )
      return
    }
    for (const next of edges.get(unit)?.keys() ?? []) walk(next, [...trail, unit])
  }
  for (const unit of edges.keys()) walk(unit, [])
  return [...cycles.values()]
}

/** Every source file of the product below `root`. */
export function productFiles(root) {
  return TOP_FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && CODE.test(entry.name))
      .map((entry) => posix.relative(root, join(entry.parentPath, entry.name)))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  )
}

if (process.argv[1] === import.meta.filename) {
  const files = productFiles(process.cwd())
  const violations = violationsOf(files)
  for (const line of violations) console.error(line)
  console.log(`import boundaries: ${files.length} files, ${violations.length} violations`)
  process.exit(violations.length > 0 ? 1 : 0)
}
