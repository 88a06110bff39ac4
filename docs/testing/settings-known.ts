// Every variable that some program of ours reads.
import { readdirSync, readFileSync } from 'node:fs'
import { LIMITS } from '#gateway/limits.ts'
import { TOKEN_VARIABLE } from '#lib/clients/index.ts'

// Read by what stands around our programs.
const AROUND = ['NODE_ENV', 'POSTGRES_PASSWORD', 'SITE', 'PUBLISH']

const NAMES: ReadonlySet<string> = new Set([
  ...[...readFileSync('lib/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name),
  ...Object.keys(LIMITS),
  TOKEN_VARIABLE,
  ...AROUND,
  ...[
    'cli',
    'scripts',
    'testing',
    'lib',
    'deploy',
    'gateway',
    'e2e',
    'instrumentation.ts',
    'playwright.config.ts',
  ].flatMap(readIn),
])

/** Whether some program of ours reads it; those of OpenTelemetry are read by its SDK. */
export function isRead(name: string): boolean {
  return NAMES.has(name) || /^OTEL_[A-Z_]+$/.test(name)
}

/** Names that sources read from the environment, or that a file of settings gives to them. */
function readIn(place: string): string[] {
  const files = place.includes('.')
    ? [place]
    : readdirSync(place, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|mjs|ya?ml|sh)$/.test(name) && !name.includes('node_modules'))
        .map((name) => `${place}/${name}`)
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [
      ...[...text.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map(([, name = '']) => name),
      ...[...text.matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map(([, name = '']) => name),
      ...[...text.matchAll(/\{([A-Z_, ]+)\} = process\.env/g)].flatMap(([, names = '']) =>
        names.trim().split(/, */),
      ),
      ...[...text.matchAll(/_VARIABLE = '([A-Z][A-Z0-9_]+)'/g)].map(([, name = '']) => name),
    ]
  })
}
