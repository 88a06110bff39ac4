// A replay as it goes; its last line is `done` or `fault`.
import { z } from 'zod'
import { parseInput } from '#lib/input.ts'
import { MOST_CALLS, replayDraft } from '#lib/replay/index.ts'
import { answerSteps } from '../../../../steps.ts'

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
  const { serverId } = await params
  return answerSteps(request, {
    most: MAX_BODY_CHARACTERS,
    tooLong: 'The draft is too long to be replayed.',
    run: (member, body) => replayDraft(member, { serverId, ...parseInput(Input, body) }),
  })
}
