import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { billOf, SBOM, writeBill } from './sbom.mjs'

const text = readFileSync('package-lock.json', 'utf8')
const { packages } = JSON.parse(text)
const bill = billOf(text)
const nameOf = (path) => path.split('node_modules/').at(-1)
const shipped = Object.entries(packages).filter(([path, each]) => path !== '' && !each.dev)

describe('the bill of materials', () => {
  it('is CycloneDX, of this release, and the same for the same lock', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    )
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(bill.metadata.component).toMatchObject({ name, version, type: 'application' })
    expect(JSON.stringify(billOf(text))).toBe(JSON.stringify(bill))
    expect(billOf(text.replace('"lockfileVersion"', ' "lockfileVersion"')).serialNumber).not.toBe(
      bill.serialNumber,
    )
  })

  it('has each package that runs, as the lock names it, and none that only builds or tests', () => {
    const listed = new Set(bill.components.map((each) => each['bom-ref']))
    const locked = new Set(shipped.map(([path, each]) => `${each.name ?? nameOf(path)}@${each.version}`))
    expect([...listed].sort()).toEqual([...locked].sort())
    expect(listed.size).toBe(bill.components.length)
    expect(listed.size).toBeGreaterThan(200)
    for (const name of ['vitest', '@biomejs/biome', 'lighthouse'])
      expect([...listed].filter((ref) => ref.startsWith(`${name}@`))).toEqual([])
    for (const name of Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies))
      expect([name, [...listed].some((ref) => ref.startsWith(`${name}@`))]).toEqual([name, true])
  })

  it('names for each what npm verifies, and a licence', () => {
    for (const { 'bom-ref': ref, hashes, purl } of bill.components) {
      const [, own] = shipped.find(([path, each]) => `${each.name ?? nameOf(path)}@${each.version}` === ref)
      expect([ref, Buffer.from(hashes[0].content, 'hex').toString('base64')]).toEqual([
        ref,
        own.integrity.replace(/^sha\d+-/, ''),
      ])
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/)
    }
    expect(bill.components.filter(({ licenses }) => licenses.length === 0).length).toBeLessThan(3)
  })

  it('says who needs whom, and of nobody who is not in it', () => {
    const known = new Set([
      bill.metadata.component['bom-ref'],
      ...bill.components.map((each) => each['bom-ref']),
    ])
    for (const { ref, dependsOn } of bill.dependencies)
      for (const each of [ref, ...dependsOn]) expect([each, known.has(each)]).toEqual([each, true])
    const needs = (name) => bill.dependencies.find(({ ref }) => ref.startsWith(`${name}@`)).dependsOn.join()
    expect(needs('pg')).toContain('pg-protocol@')
    expect(needs('portcullis')).toContain('next@')
  })

  it('has all that npm itself finds, with the same digests', () => {
    const said = spawnSync(
      'npm',
      ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev', '--offline'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    )
    expect(said.status).toBe(0)
    const ours = new Map(bill.components.map((each) => [each.purl, each.hashes[0].content]))
    const { components } = JSON.parse(said.stdout)
    expect(components.length).toBeGreaterThan(100)
    for (const { purl, hashes } of components)
      expect([purl, ours.get(purl)]).toEqual([purl, hashes[0].content])
  })

  it('is written beside what is built', () => {
    const root = mkdtempSync(join(tmpdir(), 'portcullis-sbom-'))
    writeFileSync(join(root, 'package-lock.json'), text)
    expect(writeBill(root)).toBe(join(root, SBOM))
    expect(JSON.parse(readFileSync(join(root, SBOM), 'utf8'))).toEqual(bill)
    rmSync(root, { recursive: true })
  })
})
