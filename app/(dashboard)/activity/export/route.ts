// The filtered history as a file. `?format=csv` or `ndjson`, and the filters of /activity.

import { currentMember } from '#lib/auth/index.ts'
import { exportCalls } from '#lib/calls/index.ts'
import { Fault } from '#lib/fault.ts'
import { publicFault } from '#lib/public-fault.ts'
import { callFilter } from '../call-filter.ts'

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

export async function GET(request: Request): Promise<Response> {
  // Each export is on record: another site's link must not write it there.
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site')
    return new Response('Open the activity page, and export from there.', { status: 403, headers: PLAIN })
  const member = await currentMember()
  if (!member) return new Response('Sign in first.', { status: 401, headers: PLAIN })
  const query = new URL(request.url).searchParams
  const format = query.get('format') === 'csv' ? 'csv' : 'ndjson'
  try {
    const { type, name, body } = await exportCalls(member, {
      format,
      filter: callFilter(Object.fromEntries(query)),
    })
    const disposition = `attachment; filename="${name}"`
    const headers = { 'content-type': type, 'content-disposition': disposition, 'cache-control': 'no-store' }
    return new Response(body, { headers })
  } catch (error) {
    const status = error instanceof Fault ? error.status : 500
    return new Response(publicFault(error).message, { status, headers: PLAIN })
  }
}
