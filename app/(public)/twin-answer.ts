// Answers for programs: a public page in another form.
import { env } from '#lib/env.ts'

/** Shorter than the minute in which a change has to be seen. */
const KEEP = 'public, max-age=30'

/** @param path of the page that it is a form of; absent where it is nobody's twin */
export function twinAnswer(text: string, type: string, path?: string): Response {
  return new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': KEEP,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      ...(path !== undefined && { link: `<${env().appUrl}${path}>; rel="canonical"` }),
    },
  })
}

export function twinMissing(): Response {
  return new Response('The catalogue has nothing at this address. See /mcp-servers and /llms.txt.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}
