import { openApiDocument, operations } from '#lib/api/index.ts'
import { env } from '#lib/env.ts'

/** Open to everyone: it says what the API is, and nothing of anyone's. */
export function GET(): Response {
  return Response.json(openApiDocument(operations, env().appUrl), {
    headers: { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  })
}

// It names APP_URL, which is known when the program runs, not when it is built.
export const dynamic = 'force-dynamic'
