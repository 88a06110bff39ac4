// Registration as it happens; its last line is `registered` or `fault`.
import { z } from 'zod'
import { parseInput } from '#lib/input.ts'
import { registerServer } from '#lib/servers/index.ts'
import { answerSteps } from '../../../steps.ts'

const MAX_BODY_CHARACTERS = 64 * 1024
const Input = z.strictObject({
  name: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
})

export function POST(request: Request): Promise<Response> {
  return answerSteps(request, {
    most: MAX_BODY_CHARACTERS,
    tooLong: 'Name, URL and headers are too long together.',
    run: (member, body) => registerServer(member, parseInput(Input, body)),
  })
}
