// Registration as it happens: one JSON object a line, the last one `registered` or `fault`.
import { z } from 'zod'
import { currentMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { parseInput } from '#lib/input.ts'
import { publicFault } from '#lib/public-fault.ts'
import { type Registration, registerServer } from '#lib/servers/index.ts'
import { isSameOrigin } from '../../../same-origin.ts'

const MAX_BODY_BYTES = 64 * 1024
const Input = z.strictObject({
  name: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
})

export async function POST(request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault('origin-refused', 'This address answers only the dashboard’s own pages.')
    const member = await currentMember()
    if (!member)
      throw new Fault('not-signed-in', 'Your session has ended. Sign in again; nothing was changed.')
    return answer(linesOf(member, parseInput(Input, await readBody(request))))
  } catch (error) {
    const fault = publicFault(error)
    return answer(onlyLine({ type: 'fault', fault }), error instanceof Fault ? error.status : 500)
  }
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.length > MAX_BODY_BYTES)
    throw new Fault('too-large', 'Name, URL and headers are too long together.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault('invalid-input', 'The request was not JSON. Load the page again, then try again.')
  }
}

async function* linesOf(member: Member, registration: Registration): AsyncGenerator<string> {
  try {
    for await (const event of registerServer(member, registration)) yield `${JSON.stringify(event)}\n`
  } catch (error) {
    yield `${JSON.stringify({ type: 'fault', fault: publicFault(error) })}\n`
  }
}

async function* onlyLine(value: unknown): AsyncGenerator<string> {
  yield `${JSON.stringify(value)}\n`
}

function answer(lines: AsyncGenerator<string>, status = 200): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    // The page was left: stop reading, and save nothing.
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
