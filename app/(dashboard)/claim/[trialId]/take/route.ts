// A member takes a draft on that was made without an account.
import { Fault } from '#lib/fault.ts'
import { claimTrial } from '#lib/trials/index.ts'
import { claimedAt } from '../../../../(auth)/claim-address.ts'
import { formPost } from '../../../form-post.ts'

type Context = { params: Promise<{ trialId: string }> }

// What the page itself can say.
const TOLD = ['trial-claimed', 'not-found', 'limit-reached', 'address-refused', 'url-refused']

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { trialId } = await params
  return formPost(request, async (member) => {
    try {
      return claimedAt(trialId, await claimTrial(member, trialId))
    } catch (error) {
      if (error instanceof Fault && TOLD.includes(error.code))
        return `/claim/${encodeURIComponent(trialId)}?fault=${error.code}`
      throw error
    }
  })
}
