// What happens, told to an open page: server-sent events (lib/live). `?calls=1` with the filters of /activity
// tells of calls, too, `?attempts=1` of what clients try; `?since=` is the position of the page, until the browser says one of its own.
import { currentSession } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'
import { openFeed } from '#lib/feed/index.ts'
import { publicFault } from '#lib/public-fault.ts'
import { callFilter } from '../activity/call-filter.ts'

const HEADERS = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }

export async function GET(request: Request): Promise<Response> {
  const session = await currentSession()
  if (!session) return new Response('', { status: 401, headers: HEADERS })
  const query = new URL(request.url).searchParams
  const filter = query.get('calls') === '1' ? callFilter(Object.fromEntries(query)) : null
  try {
    const since = request.headers.get('last-event-id') || query.get('since')
    const attempts = query.get('attempts') === '1'
    const stream = openFeed(session.member, { token: session.token, filter, since, attempts })
    return new Response(stream, {
      headers: { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' },
    })
  } catch (error) {
    const status = error instanceof Fault ? error.status : 500
    return Response.json(publicFault(error), { status, headers: HEADERS })
  }
}
