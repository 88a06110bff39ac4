// /approvals and /allowances
import { z } from 'zod'
import {
  type Approval,
  allowSameShape,
  approveCall,
  denyCall,
  getApproval,
  listAllowances,
  listApprovals,
  revokeAllowance,
  type ShownAllowance,
} from '#lib/approvals/index.ts'
import { isJsonObject, type Json, member as memberOf, toPlain } from '#lib/json/index.ts'
import { type Comparison, STANDINGS } from '#lib/policy/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, listOf, pageOf } from '../shapes.ts'

const state = z.enum(STANDINGS)

const approval = z
  .object({
    id,
    state,
    stateReason: z.string().meta({ description: 'Why it stands so, as a sentence.' }),
    serverId: id,
    serverName: z.string(),
    grantId: id,
    grantLabel: z.string(),
    client: z.string().meta({ description: 'What the client says of itself; empty for nothing.' }),
    tool: z.string(),
    arguments: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'null where they are too long to be kept whole; see callText.' }),
    callText: z
      .string()
      .meta({ description: 'The canonical JSON that is approved; cut where it is longer than 64 KiB.' }),
    callBytes: z.int().meta({ description: 'Of the whole text.' }),
    callDigest: z.string().meta({ description: 'SHA-256 of the whole text.' }),
    rule: z.string(),
    reason: z.string().meta({ description: 'The policy’s words for the approver.' }),
    policyVersion: z.int().nullable(),
    requests: z.int().meta({ description: 'How many equal calls asked for it.' }),
    askedAt: instant,
    expiresAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decidedReason: z.string(),
    usedAt: instant.nullable(),
    usedCallId: id.nullable(),
    allowanceId: id.nullable(),
  })
  .meta({ id: 'Approval' })

const bound = z.object({
  path: z.string().meta({ description: 'One argument, such as args.amount.' }),
  op: z.enum(['eq', 'in', 'lt', 'lte', 'gt', 'gte', 'within', 'host_in']),
  value: z.unknown(),
})

const allowance = z
  .object({
    id,
    approvalId: id,
    state: z.enum(['live', 'used', 'ended', 'revoked', 'void']),
    serverId: id,
    grantId: id,
    tool: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    freed: z.array(bound),
    uses: z.int(),
    used: z.int(),
    givenBy: z.string().nullable(),
    givenAt: instant,
    endsAt: instant,
    revokedAt: instant.nullable(),
    callIds: z.array(id).meta({ description: 'The calls that it let in, newest first, 20 at most.' }),
  })
  .meta({ id: 'Allowance' })

export const list = operation({
  name: 'listApprovals',
  method: 'GET',
  path: '/approvals',
  summary: 'Calls that a person was asked about, newest first, 50 a page',
  query: z.strictObject({ state: state.optional(), cursor }),
  answer: pageOf(approval),
  run: async ({ member, query }) => {
    const { items, nextCursor } = await listApprovals(member, query)
    return { items: items.map(toApproval), nextCursor }
  },
})

export const get = operation({
  name: 'getApproval',
  method: 'GET',
  path: '/approvals/{id}',
  summary: 'One of them',
  answer: approval,
  run: async ({ member, id }) => toApproval(await getApproval(member, id)),
})

export const approve = operation({
  name: 'approveCall',
  method: 'POST',
  path: '/approvals/{id}/approve',
  summary: 'Let this one call in, once; 409 where somebody was faster, or it has ended',
  // A reason is for denials; a client that sends one with every decision is not refused for it.
  body: z.strictObject({ reason: z.string().optional() }),
  bodyRequired: false,
  answer: approval,
  run: async ({ member, id }) => {
    await approveCall(member, id)
    return toApproval(await getApproval(member, id))
  },
})

export const deny = operation({
  name: 'denyCall',
  method: 'POST',
  path: '/approvals/{id}/deny',
  summary: 'Refuse this call; the agent reads the reason. 409 where somebody was faster, or it has ended',
  body: z.strictObject({ reason: z.string().optional() }),
  bodyRequired: false,
  answer: approval,
  run: async ({ member, id, body }) => {
    await denyCall(member, id, body.reason ?? '')
    return toApproval(await getApproval(member, id))
  },
})

export const allow = operation({
  name: 'allowSameShape',
  method: 'POST',
  path: '/approvals/{id}/allow',
  summary: 'Approve this call, and let in others that differ in nothing but what is freed',
  body: z.strictObject({
    uses: z.int().meta({ description: 'How many calls beside this one.' }),
    minutes: z.int(),
    freed: z.array(bound.strict()).max(32).optional(),
  }),
  status: 201,
  answer: z.object({ id }),
  run: async ({ member, id, body, json }) => ({
    id: await allowSameShape(member, id, {
      uses: body.uses,
      minutes: body.minutes,
      freed: freedIn(json),
    }),
  }),
})

export const allowances = operation({
  name: 'listAllowances',
  method: 'GET',
  path: '/allowances',
  summary: 'What was allowed beforehand: the newest 200, those that still let calls in first',
  answer: listOf(allowance),
  run: async ({ member }) => ({ items: (await listAllowances(member)).map(toAllowance) }),
})

export const revoke = operation({
  name: 'revokeAllowance',
  method: 'DELETE',
  path: '/allowances/{id}',
  summary: 'End an allowance with the next call; again is no error',
  run: async ({ member, id }) => {
    await revokeAllowance(member, id)
    return undefined
  },
})

// From the body as it was sent, so that numbers keep their digits. The schema has looked at its form.
function freedIn(json: Json): Comparison[] {
  const list = isJsonObject(json) ? memberOf(json, 'freed') : undefined
  return (Array.isArray(list) ? list : []).filter(isJsonObject) as unknown as Comparison[]
}

function toApproval(row: Approval): z.input<typeof approval> {
  return {
    id: row.id,
    state: row.state,
    stateReason: row.stateReason,
    serverId: row.serverId,
    serverName: row.serverName,
    grantId: row.grantId,
    grantLabel: row.grantLabel,
    client: row.client,
    tool: row.tool,
    callText: row.callText,
    callBytes: row.callBytes,
    callDigest: row.callDigest,
    rule: row.rule,
    reason: row.reason,
    policyVersion: row.policyVersion,
    requests: row.requests,
    decidedBy: row.decidedBy,
    decidedReason: row.decidedReason,
    usedCallId: row.usedCallId,
    allowanceId: row.allowanceId,
    arguments: row.arguments === null ? null : (toPlain(row.arguments) as Record<string, unknown>),
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    usedAt: row.usedAt?.toISOString() ?? null,
  }
}

function toAllowance(row: ShownAllowance): z.input<typeof allowance> {
  return {
    id: row.id,
    approvalId: row.approvalId,
    state: row.state,
    serverId: row.serverId,
    grantId: row.grantId,
    tool: row.tool,
    uses: row.uses,
    used: row.used,
    givenBy: row.givenBy,
    arguments: toPlain(row.arguments) as Record<string, unknown>,
    freed: row.freed.map(({ path, op, value }) => ({
      path,
      op: op as z.input<typeof bound>['op'],
      value: toPlain(value),
    })),
    givenAt: row.givenAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    callIds: [...row.callIds],
  }
}
