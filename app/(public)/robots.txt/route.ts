import { env } from '#lib/env.ts'
import { twinAnswer } from '../twin-answer.ts'

/** Public pages are for everybody; what is behind the sign-in would only send a crawler to it. */
export function GET(): Response {
  const { appUrl } = env()
  const closed = ['/api/', '/mcp/', '/contact', '/sign-in', '/sign-up']
  const lines = [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${appUrl}/sitemap.xml`,
  ]
  return twinAnswer(`${lines.join('\n')}\n`, 'text/plain')
}

// It names APP_URL, which is known when the program runs, not when it is built.
export const dynamic = 'force-dynamic'
