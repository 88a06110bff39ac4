// Who we are to an authorization server that reads such documents: the address is our client id there.

import { upstreamClient } from '#lib/connections/index.ts'
import { env } from '#lib/env.ts'

export const dynamic = 'force-dynamic'

export async function GET(
  _: Request,
  { params }: { params: Promise<{ issuer: string }> },
): Promise<Response> {
  const { issuer } = await params
  const document = upstreamClient(env().appUrl, issuer)
  if (!document) return Response.json({ error: 'not-found' }, { status: 404 })
  return Response.json(document, { headers: { 'cache-control': 'public, max-age=3600' } })
}
