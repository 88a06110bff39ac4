// `npm run sbom`: what this release is made of, as CycloneDX 1.5 in dist/sbom.cdx.json, from package-lock.json alone: the
// same lock makes the same bytes, offline. `npm sbom --omit dev` leaves out what a tool of development also needs.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export const SBOM = 'dist/sbom.cdx.json'
const ALGORITHMS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

/**
 * @param {string} lockText package-lock.json
 * @returns {object} the bill of materials of what runs: without what only builds and tests
 */
export function billOf(lockText) {
  const { name, version, packages } = JSON.parse(lockText)
  const shipped = Object.entries(packages).filter(([path, each]) => path !== '' && !each.dev && !each.link)
  const at = new Map(shipped)
  const own = { ...packages[''], devDependencies: {} }
  const rootRef = `${name}@${version}`
  // One package may lie at several paths: it is one component.
  const components = new Map(shipped.map(([path, each]) => [refOf(path, each), componentOf(path, each)]))
  const dependencies = new Map([[rootRef, dependenciesOf('', own, at)]])
  for (const [path, each] of shipped) {
    const ref = refOf(path, each)
    const found = [...(dependencies.get(ref) ?? []), ...dependenciesOf(path, each, at)]
    dependencies.set(ref, [...new Set(found)].sort())
  }
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(lockText)}`,
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': rootRef,
        name,
        version,
        licenses: licensesOf(own),
        purl: purlOf(name, version),
      },
    },
    components: [...components.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  }
}

function componentOf(path, each) {
  const name = nameOf(path, each)
  const hashes = (each.integrity ?? '').split(' ').filter(Boolean).map(hashOf)
  return {
    type: 'library',
    'bom-ref': refOf(path, each),
    name,
    version: each.version,
    scope: each.optional || each.devOptional ? 'optional' : 'required',
    purl: purlOf(name, each.version),
    ...(hashes.length > 0 && { hashes }),
    licenses: licensesOf(each),
  }
}

// Where Node would find it: in the package's own folder, else in those of the packages around it.
function dependenciesOf(path, { dependencies, optionalDependencies, peerDependencies }, at) {
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
  return names.flatMap((name) => {
    for (
      let around = path;
      ;
      around = around.slice(0, Math.max(0, around.lastIndexOf('node_modules/') - 1))
    ) {
      const place = `${around === '' ? '' : `${around}/`}node_modules/${name}`
      const found = at.get(place)
      if (found) return [refOf(place, found)]
      if (around === '') return []
    }
  })
}

function nameOf(path, each) {
  return each.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function refOf(path, each) {
  return `${nameOf(path, each)}@${each.version}`
}

function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

function hashOf(integrity) {
  const [algorithm, base64] = integrity.split(/-(.*)/s)
  return { alg: ALGORITHMS[algorithm], content: Buffer.from(base64, 'base64').toString('hex') }
}

// An expression or a word that is no licence of SPDX's list is a name.
function licensesOf({ license }) {
  if (typeof license !== 'string') return []
  if (/[ ()]/.test(license)) return [{ expression: license.replace(/^\((.*)\)$/, '$1') }]
  return [
    {
      license:
        /^[A-Za-z0-9.+-]+$/.test(license) && license !== 'UNLICENSED' ? { id: license } : { name: license },
    },
  ]
}

function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** Writes the bill of the tree at `root`. */
export function writeBill(root = process.cwd()) {
  const file = join(root, SBOM)
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(
    file,
    `${JSON.stringify(billOf(readFileSync(join(root, 'package-lock.json'), 'utf8')), null, 2)}\n`,
  )
  return file
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  console.log(`The bill of materials is in ${writeBill()}.`)
