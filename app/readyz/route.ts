// As the gateway's: ready means that the database answers and is as new as this release.
import { isDatabaseReady } from '#lib/data/ready.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const isReady = await isDatabaseReady()
  return Response.json(
    { status: isReady ? 'ready' : 'not ready' },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
