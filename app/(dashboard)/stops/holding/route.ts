// Which emergency stops hold now, for the banner of every open page.
import { stampOf } from '#components/stops/stop-view.ts'
import { currentMember } from '#lib/auth/index.ts'
import { listHoldingStops } from '#lib/stops/index.ts'

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }

/** {stamp}: another one whenever a stop was set, lifted, or has ended. */
export async function GET(): Promise<Response> {
  const member = await currentMember()
  if (!member) return new Response('{}', { status: 401, headers: HEADERS })
  return new Response(JSON.stringify({ stamp: stampOf(await listHoldingStops(member)) }), {
    headers: HEADERS,
  })
}
