// The state of a server's connector, for a page that watches it.
import { currentMember } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { getServer, listToolSummaries } from '#lib/servers/index.ts'

type Context = { params: Promise<{ serverId: string }> }

/** JSON of a ConnectorNews, or a fault. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const member = await currentMember()
    if (!member) throw new Fault('not-signed-in', 'Your session has ended. Sign in again.')
    const { serverId } = await params
    const { connector, status, statusMessage, checkedAt } = await getServer(member, serverId)
    if (!connector) throw new Fault('not-found', 'This server is reached by its URL: it has no connector.')
    const { state, since, host, command, sessions } = connector
    const tools = (await listToolSummaries(member, serverId)).filter((tool) => tool.state !== 'gone')
    return answer(
      {
        connector: { state, since, host, command, sessions },
        status,
        statusMessage,
        checkedAt,
        tools: tools.map(({ name, category, severity }) => ({ name, category, severity })),
      },
      200,
    )
  } catch (error) {
    return answer(publicFault(error), error instanceof Fault ? error.status : 500)
  }
}

function answer(body: unknown, status: number): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(JSON.stringify(body), { status, headers })
}
