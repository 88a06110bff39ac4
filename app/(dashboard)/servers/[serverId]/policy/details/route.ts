// What the board can do without until it stands: descriptions, schemas and evidence of all tools. An
// address and not a server action: while one of those is under way, the page may hold back what is typed.
import { currentMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { listTools } from '#lib/servers/index.ts'
import { toolDetails } from '../editor-values.ts'

type Context = { params: Promise<{ serverId: string }> }

/** JSON of `[name, ToolDetails][]`, or a fault. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const member = await currentMember()
    if (!member) throw new Fault('not-signed-in', 'Your session has ended. Sign in again.')
    const { serverId } = await params
    return answer(toolDetails(await listTools(member, serverId)), 200)
  } catch (error) {
    return answer(JSON.stringify(publicFault(error)), error instanceof Fault ? error.status : 500)
  }
}

function answer(body: string, status: number): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(body, { status, headers })
}
