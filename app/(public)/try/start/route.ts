// A trial begins, and is told as it happens; its last line is `kept` or `fault`.
import { z } from 'zod'
import { currentMember, requestAddress } from '#lib/auth/index.ts'
import { parseInput } from '#lib/input.ts'
import { listingOfPackage, startTrial, startTrialOfListing, type Visitor } from '#lib/trials/index.ts'
import { answerStepsFor } from '../../../(dashboard)/steps.ts'

const MAX_BODY_CHARACTERS = 3 * 1024 * 1024
const name = z.string().max(200).optional()
const Input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('address'), url: z.string().max(4096), name }),
  z.strictObject({ kind: z.literal('list'), text: z.string(), name }),
  // A program on the visitor's machine, by the package that it is.
  z.strictObject({ kind: z.literal('package'), package: z.string().max(250) }),
])

export function POST(request: Request): Promise<Response> {
  return answerStepsFor(request, visitor, {
    most: MAX_BODY_CHARACTERS,
    tooLong: 'This is longer than 2 million characters, the most that is read.',
    run: (who, body) => {
      const input = parseInput(Input, body)
      if (input.kind === 'package') return fromCatalogue(who, input.package)
      const { name, ...rest } = input
      return startTrial(who, name === undefined ? rest : { ...rest, name })
    },
  })
}

async function* fromCatalogue(who: Visitor, named: string) {
  yield { type: 'kept', id: await startTrialOfListing(who, await listingOfPackage(named), null) }
}

async function visitor() {
  return { address: await requestAddress(), member: await currentMember() }
}
