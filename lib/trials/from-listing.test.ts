// A rule of the catalogue's wizard on its way into the editor, and programs that the catalogue knows.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ruleFor } from '#lib/guide/index.ts'
import { saveListing } from '#lib/listings/index.ts'
import { LANES, parsePolicyText, placementOf, recommendedPolicy } from '#lib/policy/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { claimTrial, draftWith, getTrial, listingOfPackage, startTrialOfListing } from './index.ts'

const TOOLS = [
  { name: 'list_things', description: 'Lists things', inputSchema: { type: 'object' } },
  { name: 'create_thing', description: 'Creates a thing', inputSchema: { type: 'object' } },
  { name: 'delete_thing', description: 'Deletes a thing', inputSchema: { type: 'object' } },
]
const CLASSES = [
  { name: 'list_things', category: 'Read', severity: 'Low' },
  { name: 'create_thing', category: 'Write', severity: 'Medium' },
  { name: 'delete_thing', category: 'Destructive', severity: 'Critical' },
  { name: 'a/b~c', category: 'Other', severity: 'Low' },
  { name: '__proto__', category: 'Read', severity: 'Low' },
] as const

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  const listing = {
    ...{
      name: 'things',
      title: 'Things',
      description: '',
      version: '1',
      homepage: null,
      scannedAt: new Date(),
    },
    source: { kind: 'seed' as const, url: null },
  }
  const tools = TOOLS.map((tool) => JSON.stringify(tool))
  const stdio = { kind: 'stdio' as const, command: 'npx -y @example/server-things@1.2.0' }
  await saveListing({ listing: { ...listing, endpoint: stdio }, tools })
  const http = { kind: 'http' as const, url: 'https://things.example/mcp?key=abc' }
  await saveListing({ listing: { ...listing, name: 'remote-things', endpoint: http }, tools })
})
afterAll(() => instance.close())

const visitor = { address: '192.0.2.1', member: null }

describe('a rule laid into the recommended policy', () => {
  it.each(CLASSES.flatMap(({ name }) => LANES.map((lane) => [name, lane] as const)))(
    'says of %s what the wizard says: %s',
    (tool, treatment) => {
      const subject = CLASSES.find(({ name }) => name === tool)
      if (subject === undefined) throw new Error('no such tool')
      const rule = ruleFor(subject, treatment, 7)
      const text = draftWith(CLASSES, { tool, treatment, amount: 7 }) ?? recommendedPolicy(CLASSES)
      const [mine, its] = [text, rule.json].map((each) => {
        const parsed = parsePolicyText(each, 'json')
        if (!parsed.ok) throw new Error(parsed.issues[0].message)
        return parsed.value.policy
      })
      if (mine === undefined || its === undefined) throw new Error('two policies were read')
      expect(placementOf(mine, tool).lane).toBe(treatment)
      expect(mine.tools.get(tool)).toEqual(its.tools.get(tool))
      expect(mine.hide.includes(tool)).toBe(treatment === 'hide')
      // The others stay as recommended.
      const recommended = parsePolicyText(recommendedPolicy(CLASSES), 'json')
      if (!recommended.ok) throw new Error('the recommended policy is one')
      for (const { name } of CLASSES)
        if (name !== tool)
          expect(placementOf(mine, name)).toEqual(placementOf(recommended.value.policy, name))
    },
  )

  it('is nothing to keep where it is the recommended one', () => {
    expect(draftWith(CLASSES, { tool: 'create_thing', treatment: 'limit', amount: 30 })).toBeNull()
    expect(draftWith(CLASSES, { tool: 'missing', treatment: 'deny' })).toBeNull()
  })
})

describe('a trial of a server of the catalogue', () => {
  it('holds its tools and the rule, and its server is registered by hand', async () => {
    const rule = { tool: 'list_things', treatment: 'deny' } as const
    const id = await startTrialOfListing(visitor, 'things', rule)
    const trial = await getTrial(id)
    expect(trial).toMatchObject({ name: 'things', source: 'catalogue', url: '', toolCount: 3 })
    expect(trial.draft).toBe(draftWith(trial.tools, rule))
    expect(await claimTrial(await newOwner(), id)).toEqual({ serverId: null })
  })

  it('knows where a remote one is, without what could be a key', async () => {
    const trial = await getTrial(await startTrialOfListing(visitor, 'remote-things', null))
    expect(trial).toMatchObject({ url: 'https://things.example/mcp', urlWhole: false, draft: null })
  })

  it.each([
    ['missing', null],
    ['things', { tool: 'missing', treatment: 'deny' as const }],
  ])('is not begun for %s %o', async (slug, rule) => {
    await expect(startTrialOfListing(visitor, slug, rule)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a program of a client’s file', () => {
  it.each(['@example/server-things', '@example/server-things@2.0.0', 'things'])(
    'is found by %s',
    async (named) => {
      expect(await listingOfPackage(named)).toBe('things')
    },
  )

  it.each(['@example/server-thing', 'example', '@other/server-things'])(
    'is not guessed from %s',
    async (named) => {
      await expect(listingOfPackage(named)).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('paste that'),
      })
    },
  )
})
