import { env } from '#lib/env.ts'
import { policySchema } from '#lib/policy/index.ts'

/** The JSON Schema of policy documents, version 1. Open to everyone: it holds nothing of anyone's. */
export function GET(): Response {
  return new Response(JSON.stringify(policySchema(env().appUrl)), {
    headers: {
      'content-type': 'application/schema+json; charset=utf-8',
      // Editors fetch it from wherever they run.
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    },
  })
}

// It names APP_URL, which is known when the program runs, not when it is built.
export const dynamic = 'force-dynamic'
