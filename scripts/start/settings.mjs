// The settings of the children: what the person gave, what an embedded copy makes for itself, and
// the defaults of lib/env.ts, all written out, so that every process reads the same.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ensureDataFolder, ensureSecretKey } from './data-folder.mjs'
import { Refusal } from './say.mjs'

// Stands in while the real URL is not known yet: the other settings can be checked before that.
const NOT_STARTED_YET = 'postgresql://127.0.0.1:1/not-started-yet'

/** Reads .env where there is one; what the environment already says stays. */
export function loadDotEnv() {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The few settings that are needed before the packages are there; the full check comes with lib/env.ts. */
export function firstSettings(variables = process.env) {
  const port = Number(variables.PORT || 3000)
  return {
    embedded: !variables.DATABASE_URL,
    dataDir: resolve(variables.DATA_DIR || './data'),
    host: variables.HOST || '127.0.0.1',
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
  }
}

/**
 * Checks every setting, and makes the secret of an embedded copy.
 * @returns {Promise<{ settings: import('../../lib/env.ts').Env, variables: Record<string, string> }>}
 *   `variables` are for children; they want DATABASE_URL, DIRECT_DATABASE_URL and DASHBOARD_ORIGIN added
 * @throws {Refusal} with a line for each wrong variable
 */
export async function readSettings({ embedded, dataDir }) {
  const given = { ...process.env, EMBEDDED_POSTGRES: String(embedded) }
  if (embedded) {
    ensureDataFolder(dataDir)
    given.DATABASE_URL = NOT_STARTED_YET
    given.SECRET_KEY = process.env.SECRET_KEY || ensureSecretKey(dataDir)
  }
  const settings = await checkedSettings(given)
  return { settings, variables: variablesOf(settings, given.SECRET_KEY) }
}

/**
 * The settings as lib/env.ts reads them.
 * @returns {Promise<import('../../lib/env.ts').Env>}
 * @throws {Refusal} with a line for each wrong variable
 */
export async function checkedSettings(variables) {
  const { tsImport } = await import('tsx/esm/api')
  const { parseEnv } = await tsImport('../../lib/env.ts', import.meta.url)
  try {
    return parseEnv(variables)
  } catch (error) {
    throw new Refusal(error.message)
  }
}

function variablesOf(settings, secretKey) {
  return {
    PORT: String(settings.port),
    HOST: settings.host,
    DATABASE_URL: settings.databaseUrl,
    DIRECT_DATABASE_URL: settings.directDatabaseUrl,
    DATA_DIR: settings.dataDir,
    APP_URL: settings.appUrl,
    SECRET_KEY: secretKey,
    SIGN_UP: settings.signUp,
    ALLOW_PRIVATE_UPSTREAMS: String(settings.allowPrivateUpstreams),
    HOP_URL: settings.hopUrl,
    TRUSTED_PROXIES: settings.trustedProxies.join(','),
    ALLOWED_ORIGINS: settings.allowedOrigins.join(','),
    EMBEDDED_POSTGRES: String(settings.embedded),
  }
}
