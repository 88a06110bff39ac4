// Headers that are the same on every response. The Content-Security-Policy of pages differs per
// request (a nonce), and HSTS depends on APP_URL at run time: both are set in proxy.ts.
const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // Not `no-referrer`: with it browsers send `Origin: null`, which server actions refuse.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]

// The API answers data, never a document: nothing in it may run or be framed.
const api = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }]

// The schema of policies is for everyone, from everywhere.
const schema = [...api, { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The gateway in front streams; compression is the business of whatever terminates TLS.
  compress: false,
  // The last two are a native addon, and 400 kB of passwords that are read once.
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@node-rs/argon2', '@zxcvbn-ts/language-common'],
  // Nothing here is a picture that it would resize, and its route fetches addresses that somebody names.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  // The same page for programs: its address with .md or .json behind it.
  rewrites: async () => [
    { source: '/docs/:page([a-z0-9-]+)\\.md', destination: '/twins/docs/:page' },
    ...['md', 'json'].flatMap((form) => [
      { source: `/attacks.${form}`, destination: `/twins/attacks/${form}` },
      { source: `/attacks/:slug([a-z0-9-]+)\\.${form}`, destination: `/twins/attacks/${form}/:slug` },
      { source: `/mcp-servers/:server([a-z0-9-]+)\\.${form}`, destination: `/twins/servers/${form}/:server` },
      {
        source: `/mcp-servers/:server([a-z0-9-]+)/:tool([a-z0-9-]+)\\.${form}`,
        destination: `/twins/tools/${form}/:server/:tool`,
      },
    ]),
  ],
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/api/:path*', headers: api },
    { source: '/policy.schema.json', headers: schema },
    { source: '/schemas/policy/1.json', headers: schema },
  ],
}

export default config
