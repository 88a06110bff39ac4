// Whether a request that a document writes is one that is answered: an operation of the API with a body that it
// takes, or a path that everybody may ask for.
import { operations } from '#lib/api/index.ts'
import type { Operation } from '#lib/api/operation.ts'

const OPEN = /^\/(livez|readyz|metrics|policy\.schema\.json|api\/v1\/openapi\.json|llms\.txt)$/
const WITH_VALUE = new Set(['-H', '--header', '-X', '--request', '-d', '--data', '--json', '-o', '-u'])

export function operationAt(method: string, path: string): Operation | undefined {
  const below = path.replace(/^\/api\/v1/, '').split('?')[0] ?? ''
  return operations.find(
    (each) =>
      each.method === method &&
      new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(below),
  )
}

/** @param words behind `curl` */
export function wrongInCurl(words: readonly string[]): string | null {
  const options = new Map<string, string[]>()
  const plain: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (WITH_VALUE.has(word)) options.set(word, [...(options.get(word) ?? []), words[++at] ?? ''])
    else if (!word.startsWith('-')) plain.push(word)
  }
  const [address = '', ...more] = plain
  if (more.length > 0 || !URL.canParse(address)) return `one address, please: ${plain.join(' ')}`
  const { pathname, search } = new URL(address)
  const body = [options.get('--json'), options.get('-d'), options.get('--data')].flat().find((each) => each)
  const method = (options.get('-X') ?? options.get('--request'))?.[0] ?? (body === undefined ? 'GET' : 'POST')
  if (method === 'GET' && OPEN.test(pathname)) return null
  return wrongRequest(
    method,
    `${pathname}${search}`,
    body,
    [options.get('-H'), options.get('--header')].flat(),
  )
}

/** What is wrong with a request of the API; null where nothing is. */
export function wrongRequest(
  method: string,
  address: string,
  body: string | undefined,
  headers: readonly (string | undefined)[] | null = null,
): string | null {
  const { pathname, searchParams } = new URL(address, 'http://localhost')
  const operation = operationAt(method, pathname)
  if (!operation) return `there is no ${method} ${pathname}`
  if (headers && !headers.some((each) => /^Authorization: Bearer \S+$/.test(each ?? '')))
    return 'no key is sent'
  const query = operation.query?.safeParse(Object.fromEntries(searchParams))
  if (query?.success === false || (searchParams.size > 0 && !query))
    return `${method} ${pathname}: no such query`
  if (body === undefined) return null
  const read = operation.body?.safeParse(JSON.parse(body))
  if (read?.success === true) return null
  return `${method} ${pathname} does not take that body: ${read?.error.message ?? 'it takes none'}`
}
