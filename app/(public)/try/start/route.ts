// A trial begins, and is told as it happens; its last line is `kept` or `fault`.
import { z } from 'zod'
import { currentMember, requestAddress } from '#lib/auth/index.ts'
import { parseInput } from '#lib/input.ts'
import { startTrial } from '#lib/trials/index.ts'
import { answerStepsFor } from '../../../(dashboard)/steps.ts'

const MAX_BODY_CHARACTERS = 3 * 1024 * 1024
const name = z.string().max(200).optional()
const Input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('address'), url: z.string().max(4096), name }),
  z.strictObject({ kind: z.literal('list'), text: z.string(), name }),
])

export function POST(request: Request): Promise<Response> {
  return answerStepsFor(request, visitor, {
    most: MAX_BODY_CHARACTERS,
    tooLong: 'This is longer than 2 million characters, the most that is read.',
    run: (who, body) => {
      const { name, ...input } = parseInput(Input, body)
      return startTrial(who, name === undefined ? input : { ...input, name })
    },
  })
}

async function visitor() {
  return { address: await requestAddress(), member: await currentMember() }
}
