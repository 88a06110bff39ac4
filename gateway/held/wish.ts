// A call that needs a person's approval (E8), decided on what people have said so far: an approval of this
// very call, an allowance that covers it, a denial of it; or else the wish that somebody be asked.
import { createHash } from 'node:crypto'
import {
  type DecidedCall,
  findLiveAllowances,
  findOpenApproval,
  type LiveAllowance,
  storableText,
  type Wish,
} from '#lib/data/admission/index.ts'
import { newId } from '#lib/id.ts'
import { isJsonObject, type JsonObject, member, parseJson } from '#lib/json/index.ts'
import {
  type ApprovalSubject,
  allowanceCovers,
  approvalSubject,
  type Comparison,
  type CompiledPolicy,
  type Decision,
  evaluate,
  type ToolCall,
} from '#lib/policy/index.ts'
import { openCall, sealCall } from '#lib/sealed-call.ts'
import { boundsOf } from '../config.ts'
import type { Gate } from '../gate.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'
import { denial } from '../steps/record.ts'

export type Approved = { readonly decision: DecidedCall['decision']; readonly wish?: Wish }

/**
 * What becomes of a call that `evaluate` let wait.
 * @param params as the client sent them: what a retry brings back is part of what is approved (A1)
 * @throws {Fault} store-unavailable
 */
export async function decideApproved(
  waiting: Decision,
  call: ToolCall,
  params: JsonObject,
  policy: CompiledPolicy | null,
  grounds: Grounds,
  gate: Gate,
): Promise<Approved> {
  const { facts } = grounds
  const { tool, policyVersionId, organisationId } = facts
  // Where it waits there is a policy and an accepted definition; without them nothing could be bound.
  if (!tool?.pinnedHash || policyVersionId === null) return { decision: waiting }
  const brought = broughtBy(params)
  const subject = {
    organisation: organisationId,
    grant: facts.grant.id,
    server: facts.server.id,
    tool: tool.name,
    definition: tool.pinnedHash,
    arguments: call.arguments,
    ...brought,
    policyVersion: policyVersionId,
  }
  const digest = createHash('sha256').update(approvalSubject(subject)).digest('hex')
  const open = await findOpenApproval(gate.deps.pool, organisationId, digest)
  if (open?.state === 'denied') return { decision: deniedBy(waiting, open.said) }
  if (open?.state === 'usable') return passing(policy, call, { kind: 'approval', id: open.id, digest })
  for (const allowance of await findLiveAllowances(gate.deps.pool, facts))
    if (covers(allowance, subject, call, gate))
      return passing(policy, call, { kind: 'allowance', id: allowance.id })
  return { decision: waiting, wish: askAnew(waiting, call, brought, digest, grounds, gate) }
}

function covers(
  allowance: LiveAllowance,
  subject: ApprovalSubject,
  call: ToolCall,
  { config }: Gate,
): boolean {
  const { uses, used, endsAt, approvalId, sealedCall, freed } = allowance
  const owner = { organisationId: subject.organisation, approvalId }
  try {
    const args = argumentsIn(openCall(config.secretKey, owner, sealedCall))
    const given = { ...subject, uses, used, endsAt, revoked: false, arguments: args, freed: freedIn(freed) }
    return allowanceCovers(given, { ...subject, grantIsLive: true, call }).covered
  } catch {
    // What cannot be opened or read covers nothing.
    return false
  }
}

/** The wish that a person be asked about this call. */
function askAnew(
  { approval, rule }: Decision,
  call: ToolCall,
  brought: ReturnType<typeof broughtBy>,
  digest: string,
  { facts }: Grounds,
  { config }: Gate,
): Wish {
  const id = newId('apr', facts.organisationId)
  const owner = { organisationId: facts.organisationId, approvalId: id }
  const {
    sealed,
    bytes,
    digest: callDigest,
  } = sealCall(config.secretKey, owner, {
    arguments: call.arguments,
    ...brought,
  })
  const { maxWaitingPerGrant } = boundsOf(config)
  return {
    kind: 'ask',
    id,
    digest,
    rule: storableText(rule, 2048),
    reason: storableText(approval?.reason ?? '', 4096),
    client: storableText(call.client.name ?? '', 200),
    timeoutSeconds: approval?.timeoutSeconds ?? 0,
    sealed,
    bytes,
    callDigest,
    most: maxWaitingPerGrant,
    crowded: denial(
      '(approvals waiting)',
      'too-many-approvals',
      `${maxWaitingPerGrant} calls of this grant wait for a person already, which is as many as may. Wait until some are decided.`,
    ),
  }
}

// E13: evaluated again with E8 satisfied. Whatever else stands against the call still does.
function passing(policy: CompiledPolicy | null, call: ToolCall, wish: Wish): Approved {
  const decision = evaluate(policy, call, { approved: true })
  return decision.effect === 'allow' ? { decision, wish } : { decision }
}

function deniedBy({ rule }: Decision, said: string): DecidedCall['decision'] {
  const message = said === '' ? 'A person denied this call.' : `A person denied this call: ${said}`
  return denial(rule, 'approval-denied', message)
}

function broughtBy(params: JsonObject): { inputResponses: JsonObject | null; requestState: string | null } {
  const answers = member(params, 'inputResponses')
  const state = member(params, 'requestState')
  return {
    inputResponses: isJsonObject(answers) ? answers : null,
    requestState: typeof state === 'string' ? state : null,
  }
}

function argumentsIn(text: string): JsonObject {
  const call = parseJson(text)
  const args = isJsonObject(call) ? member(call, 'arguments') : undefined
  if (!isJsonObject(args)) throw new Error('an allowance without arguments')
  return args
}

function freedIn(text: string): Comparison[] {
  const list = parseJson(text)
  if (!Array.isArray(list)) throw new Error('an allowance without bounds')
  return list.filter(isJsonObject).map((bound) => bound as unknown as Comparison)
}
