// Work that a page watches as it goes: one JSON object a line, the last one says how it ended. Whoever leaves ends it.
import { currentMember } from '#lib/auth/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { isSameOrigin } from './same-origin.ts'

type Work<Who> = {
  /** The longest body, in UTF-16 units, and what is said of a longer one. */
  readonly most: number
  readonly tooLong: string
  /** @throws {Fault} which becomes the last line: `{type: 'fault', fault}` */
  readonly run: (who: Who, body: unknown) => AsyncIterable<unknown>
}

/** Answers a POST of one of the dashboard's own pages with the steps of its work, as NDJSON. */
export function answerSteps(request: Request, work: Work<Member>): Promise<Response> {
  return answerStepsFor(request, signedIn, work)
}

async function signedIn(): Promise<Member> {
  const member = await currentMember()
  if (!member) throw new Fault('not-signed-in', 'Your session has ended. Sign in again; nothing was changed.')
  return member
}

/** The same for whoever `find` says is asking. @param find throws where nobody may */
export async function answerStepsFor<Who>(
  request: Request,
  find: () => Promise<Who>,
  { most, tooLong, run }: Work<Who>,
): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers))
      throw new Fault('origin-refused', 'This address answers only the dashboard’s own pages.')
    const who = await find()
    const text = await request.text()
    if (text.length > most) throw new Fault('too-large', tooLong)
    return answer(linesOf(run(who, parsed(text))), 200)
  } catch (error) {
    return answer(faultLine(error), error instanceof Fault ? error.status : 500)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault('invalid-input', 'The request was not JSON. Load the page again, then try again.')
  }
}

async function* linesOf(steps: AsyncIterable<unknown>): AsyncGenerator<string> {
  try {
    for await (const step of steps) yield `${JSON.stringify(step)}\n`
  } catch (error) {
    yield* faultLine(error)
  }
}

async function* faultLine(error: unknown): AsyncGenerator<string> {
  yield `${JSON.stringify({ type: 'fault', fault: publicFault(error) })}\n`
}

function answer(lines: AsyncGenerator<string>, status: number): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    // The page was left: stop, and save nothing.
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
