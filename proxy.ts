// Puts a fresh nonce and the Content-Security-Policy on every page, and gives out the public pages that were
// drawn a moment ago. It decides nothing about who may see what: every page, action and API route checks that
// for itself.
import { type NextRequest, NextResponse } from 'next/server'
import { answerWith, keptPage } from './app/kept-pages.ts'
import { THEME_COOKIE, themeIn } from './components/shell/theme-cookie.ts'

export async function proxy(request: NextRequest): Promise<Response> {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const page = await publicPage(request)
  if (page) return secured(answerWith(page, nonce), policy)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // A page that needs a member sends visitors to sign in, and back here afterwards.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  // Next reads the nonce for its own scripts from this request header.
  headers.set('Content-Security-Policy', policy)
  return secured(NextResponse.next({ request: { headers } }), policy)
}

function secured(response: Response, policy: string): Response {
  response.headers.set('Content-Security-Policy', policy)
  if (process.env.APP_URL?.startsWith('https:')) {
    response.headers.set('Strict-Transport-Security', 'max-age=31536000')
  }
  return response
}

// Everything but the API and files that are the same for everyone (next.config.js has their headers).
export const config = {
  matcher: '/((?!api/|_next/static/|_next/image|policy\\.schema\\.json$|schemas/policy/1\\.json$).*)',
}

// Read by everybody and the same for everybody (app/kept-pages.ts).
const PUBLIC = /^\/(mcp-servers|risk|attacks|docs)(\/|$)/
// Knows a request for the drawing of a page from one for the page: nobody else can send it.
const DRAWING = 'x-drawing'
const OURS = crypto.randomUUID()

function publicPage(request: NextRequest): ReturnType<typeof keptPage> | null {
  const { pathname, search } = request.nextUrl
  const origin = process.env.DASHBOARD_ORIGIN
  if (!origin || process.env.NODE_ENV === 'development' || request.method !== 'GET') return null
  if (!PUBLIC.test(pathname) || /\.\w+$/.test(pathname) || request.headers.get(DRAWING) === OURS) return null
  // The framework's own way to fetch a page in pieces.
  if (request.headers.has('rsc') || request.headers.has('next-action')) return null
  const theme = themeIn(request.cookies.get(THEME_COOKIE)?.value)
  // Pages of the docs are long and read no query: one of each is kept, whatever somebody adds to its address.
  const address = /^\/docs(?!\/search$)/.test(pathname) ? pathname : `${pathname}${search}`
  return keptPage(`${theme} ${address}`, (signal) =>
    fetch(`${origin}${address}`, {
      // A reader that takes a page in one piece: nothing is filled in by scripts later.
      headers: {
        [DRAWING]: OURS,
        accept: 'text/html',
        cookie: `${THEME_COOKIE}=${theme}`,
        'user-agent': 'Slurp',
      },
      cache: 'no-store',
      redirect: 'manual',
      signal,
    }),
  )
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // CodeMirror, and React's style attributes, write styles inline.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}
