// Registration as it happens; its last line is `registered` or `fault`.
import { z } from 'zod'
import type { Member } from '#lib/data/model.ts'
import { parseInput } from '#lib/input.ts'
import { registerServer } from '#lib/servers/index.ts'
import { attachTrial } from '#lib/trials/index.ts'
import { answerSteps } from '../../../steps.ts'

const MAX_BODY_CHARACTERS = 64 * 1024
const Input = z.strictObject({
  name: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  /** A draft that this member has claimed, to be laid over the server. */
  trial: z.string().max(100).optional(),
})

export function POST(request: Request): Promise<Response> {
  return answerSteps(request, {
    most: MAX_BODY_CHARACTERS,
    tooLong: 'Name, URL and headers are too long together.',
    run: (member, body) => registerWithDraft(member, parseInput(Input, body)),
  })
}

async function* registerWithDraft(member: Member, { trial, ...registration }: z.output<typeof Input>) {
  const { headers, ...rest } = registration
  for await (const event of registerServer(member, headers === undefined ? rest : { ...rest, headers })) {
    if (event.type === 'registered' && trial !== undefined) await attachTrial(member, trial, event.server.id)
    yield event
  }
}
