// Descriptions, schemas and evidence of a trial's tools, once its board stands.
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { getTrial } from '#lib/trials/index.ts'
import { trialDetails } from '../trial-values.ts'

type Context = { params: Promise<{ trialId: string }> }

/** JSON of `[name, ToolDetails][]`, or a fault. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const { trialId } = await params
    return answer(trialDetails((await getTrial(trialId)).tools), 200)
  } catch (error) {
    return answer(JSON.stringify(publicFault(error)), error instanceof Fault ? error.status : 500)
  }
}

function answer(body: string, status: number): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(body, { status, headers })
}
