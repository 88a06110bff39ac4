// A replay as it goes: one JSON object a line, the last one `done` or `fault`. Whoever leaves ends it.
import { z } from 'zod'
import { currentMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { parseInput } from '#lib/input.ts'
import { publicFault } from '#lib/public-fault.ts'
import { MOST_CALLS, type ReplayInput, replayDraft } from '#lib/replay/index.ts'
import { isSameOrigin } from '../../../../same-origin.ts'

type Context = { params: Promise<{ serverId: string }> }

// A document's most, and the JSON around it.
const MAX_BODY_CHARACTERS = 3 * 1024 * 1024
const Input = z.strictObject({
  policyId: z.string().max(100),
  document: z.string(),
  range: z.union([
    z.strictObject({ hours: z.number().positive().max(26_280) }),
    z.strictObject({ calls: z.int().min(1).max(MOST_CALLS) }),
  ]),
})

export async function POST(request: Request, { params }: Context): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault('origin-refused', 'This address answers only the dashboard’s own pages.')
    const member = await currentMember()
    if (!member) throw new Fault('not-signed-in', 'Your session has ended. Sign in again.')
    const { serverId } = await params
    return answer(linesOf(member, { serverId, ...parseInput(Input, await readBody(request)) }))
  } catch (error) {
    const fault = publicFault(error)
    return answer(onlyLine({ type: 'fault', fault }), error instanceof Fault ? error.status : 500)
  }
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.length > MAX_BODY_CHARACTERS) throw new Fault('too-large', 'The draft is too long to be replayed.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault('invalid-input', 'The request was not JSON. Load the page again, then try again.')
  }
}

async function* linesOf(member: Member, input: ReplayInput): AsyncGenerator<string> {
  try {
    for await (const step of replayDraft(member, input)) yield line(step)
  } catch (error) {
    yield line({ type: 'fault', fault: publicFault(error) })
  }
}

async function* onlyLine(value: unknown): AsyncGenerator<string> {
  yield line(value)
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

function answer(lines: AsyncGenerator<string>, status = 200): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  return new Response(body, {
    status,
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}
