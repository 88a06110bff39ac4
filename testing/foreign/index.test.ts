import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newerNode } from './index.ts'

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const { dependencies, optionalDependencies } = read('package.json') as Record<string, Record<string, string>>

describe('the programs of others', () => {
  it.each(Object.entries({ ...dependencies, ...optionalDependencies }))(
    'are one version each, and that one is locked: %s %s',
    (name, wanted) => {
      const version = wanted.replace(/^npm:.*@/, '')
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
      expect(read('package-lock.json').packages[`node_modules/${name}`]).toMatchObject({ version })
    },
  )

  it('run on the Node that is there, where it is new enough', () => {
    for (const version of ['22.19.0', '22.20.1', '24.0.0', '30.1.0'])
      expect(newerNode(version)).toBe(process.execPath)
  })

  it.each(['20.19.0', '22.18.9'])('do not run on Node %s', (version) => {
    const found = (() => {
      try {
        return newerNode(version)
      } catch (error) {
        return String(error)
      }
    })()
    expect(found).toMatch(/node-linux-\w+\/bin\/node$|need Node 22\.19|npm test -- conformance/)
  })
})
