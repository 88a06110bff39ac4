import { expect, it } from 'vitest'
import type { CallRow, Grant, PolicySummary, Server } from '#lib/data/model.ts'
import type { LiveAttempt } from '#lib/live/index.ts'
import { stepsOf } from './steps.ts'

const nothing = { servers: [], policies: [], grants: [], attempts: [], calls: [] }
const server = { id: 'srv_1' } as Server
const policy = { serverId: 'srv_1', version: 1 } as PolicySummary
const grant = { id: 'grt_1', revokedAt: null } as Grant
const arrival = { stage: 'connected' } as LiveAttempt
const refusal = { stage: 'refused' } as LiveAttempt
const call = { id: 'call_1' } as CallRow

it('ticks each step of the checklist by what is there, and offers the next one', () => {
  const states = [
    nothing,
    { ...nothing, servers: [server], policies: [{ ...policy, version: null }] },
    { ...nothing, servers: [server], policies: [policy] },
    { ...nothing, servers: [server], policies: [policy], grants: [grant] },
    { ...nothing, servers: [server], policies: [policy], grants: [grant], attempts: [refusal] },
    { ...nothing, servers: [server], policies: [policy], grants: [grant], attempts: [arrival, refusal] },
    { ...nothing, servers: [server], policies: [policy], grants: [grant], calls: [call] },
  ]
  const seen = states.map((state) => {
    const steps = stepsOf(state)
    return [steps.filter((step) => step.done).length, steps.find((step) => !step.done)?.href ?? null]
  })
  expect(seen).toEqual([
    [0, '/servers/new'],
    [1, '/servers/srv_1/policy'],
    [2, '/grants/new'],
    [3, '/connect?grant=grt_1'],
    [3, '/connect?grant=grt_1'],
    [4, '/connect?grant=grt_1'],
    [5, null],
  ])
})
