// What the limits of a server's published policies are at, for the bars beside them in the editor. An address
// and not a server action: it is read every few seconds, and must hold nothing back meanwhile.
import { currentMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { getServer } from '#lib/servers/index.ts'
import { limitsInUse } from '#lib/usage/index.ts'

type Context = { params: Promise<{ serverId: string }> }

/** JSON of `LimitUse[]`, or a fault. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const member = await currentMember()
    if (!member) throw new Fault('not-signed-in', 'Your session has ended. Sign in again.')
    const server = await getServer(member, (await params).serverId)
    return answer(await limitsInUse(member, { serverId: server.id }), 200)
  } catch (error) {
    return answer(publicFault(error), error instanceof Fault ? error.status : 500)
  }
}

function answer(body: unknown, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
