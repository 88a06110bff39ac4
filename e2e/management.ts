// The management API and the command line, as a program meets them from outside.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** The body is whatever JSON holds: a test reads what it expects. */
export type Answer = Awaited<ReturnType<typeof send>>
export type Api = (method: Method, path: string, body?: unknown) => Promise<Answer>
export type Account = { readonly email: string; readonly password: string }

/** A client of `/api/v1` at `origin`; without a key, a stranger. A text goes out as it is. */
export function managementApi(origin: string, key: string | null): Api {
  return (method, path, body) => send(`${origin}/api/v1${path}`, method, key, body)
}

/** `npm run cli -- user create … --json` on a data folder: the API key that it prints. */
export async function createUser(folder: string, { email, password }: Account): Promise<string> {
  const args = ['run', '--silent', 'cli', '--', 'user', 'create']
  const { stdout } = await promisify(execFile)(
    'npm',
    [...args, '--email', email, '--password', password, '--json'],
    { env: { ...process.env, DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: folder } },
  )
  return JSON.parse(stdout).apiKey
}

async function send(url: string, method: Method, key: string | null, body: unknown) {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}
