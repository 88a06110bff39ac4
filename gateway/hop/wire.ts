// What stands on the way between two replicas: one POST with everything in its body, and an answer whose
// head is one header. Both are ours on both ends, and are read strictly all the same.
import { z } from 'zod'
import { FAULTS, Fault, type FaultCode } from '#lib/fault.ts'
import type { UpstreamRequest } from '#lib/upstream/index.ts'

/** On whose behalf, and by which admission: committed before anything leaves. */
export type Pass = {
  readonly serverId: string
  /** The grant that asks; null for the gateway itself, which reads a server's tools. */
  readonly grantId: string | null
  /** The admitted call; null for lifecycle, lists and session traffic, which have no record (N1). */
  readonly callId: string | null
}

const Asked = z.strictObject({
  kind: z.string().max(64),
  organisationId: z.string().max(64),
  id: z.string().max(512),
  pass: z.strictObject({
    serverId: z.string().max(64),
    grantId: z.string().max(64).nullable(),
    callId: z.string().max(64).nullable(),
  }),
  request: z.strictObject({
    method: z.enum(['POST', 'GET', 'DELETE']),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    headersTimeoutMs: z.number(),
    bodyTimeoutMs: z.number(),
    maxBytes: z.number(),
  }),
})
export type Asked = z.infer<typeof Asked>

const Head = z.union([
  z.strictObject({ status: z.number().int(), headers: z.record(z.string(), z.string()) }),
  z.strictObject({ fault: z.string(), message: z.string(), handedOver: z.boolean() }),
  z.strictObject({ notHeld: z.literal(true) }),
])
export type Head = z.infer<typeof Head>

export const HOP_MARK = 'x-portcullis-hop'
export const HOP_HEAD = 'x-portcullis-head'
export const HOP_ANSWER = 'x-portcullis-answer'

export function hopPath(holder: string): string {
  return `/hop/${holder}`
}

export function writeAsked(asked: Omit<Asked, 'request'>, request: UpstreamRequest): string {
  const { signal: _, ...plain } = request
  return JSON.stringify({ ...asked, request: plain })
}

export function readAsked(text: string): Asked | null {
  return parsed(Asked, text)
}

export function writeHead(head: Head): string {
  return Buffer.from(JSON.stringify(head)).toString('base64url')
}

export function readHead(text: string): Head | null {
  return parsed(Head, Buffer.from(text, 'base64url').toString())
}

/** A fault as the other replica threw it. */
export function faultOf(head: Extract<Head, { fault: string }>): Fault {
  const code: FaultCode = Object.hasOwn(FAULTS, head.fault) ? (head.fault as FaultCode) : 'internal'
  return new Fault(code, head.message, { data: { handedOver: head.handedOver } })
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
