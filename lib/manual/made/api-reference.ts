// The reference of the API, made of the OpenAPI document that the product serves.
import { fenced, quoted, table, withCode } from './markdown.ts'
import { type Schema, typeWords } from './schema-words.ts'

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>
export type ApiOperation = {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}
export type ApiDocument = {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** @param api what `/api/v1/openapi.json` answers */
export function apiReferencePage(api: ApiDocument): string {
  const base = api.servers[0]?.url ?? ''
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = [...new Set(operations.map(({ path }) => groupOf(path)))]
  return [
    '# The API',
    '',
    'Everything that the dashboard does, over HTTP. This page is made of the OpenAPI document that this installation serves at [`/api/v1/openapi.json`](/api/v1/openapi.json).',
    '',
    '## How to ask',
    '',
    'Make a key under **Settings → API keys**, and send it as a bearer token. A key acts as its person, in one organisation, and may no more than they ([keys](organisations.md#api-keys)).',
    '',
    fenced('sh', 'Terminal', `curl -H 'Authorization: Bearer pck_…' ${base}/servers`),
    '',
    'Bodies and answers are JSON. A member that an operation does not know is refused. What goes wrong is answered as `application/problem+json` (RFC 9457): `title` says what happened, `detail` what to do, `type` ends in a word that stays the same. Lists that are long come in pages: send `cursor` back as the answer gave it, until it is `null`.',
    '',
    ...groups.flatMap((group) => [
      `## ${titleOf(group)}`,
      '',
      ...operations
        .filter(({ path }) => groupOf(path) === group)
        .flatMap(({ path, method, operation }) => operationOf(method, path, operation)),
    ]),
    'What the answers are made of: [shapes of the API](api-shapes.md).',
    '',
  ].join('\n')
}

/** @param api what `/api/v1/openapi.json` answers */
export function apiShapesPage(api: ApiDocument): string {
  return [
    '# Shapes of the API',
    '',
    'What requests and answers of [the API](api.md) are made of, each by the name that its document has for it.',
    '',
    ...Object.entries(api.components.schemas).flatMap(([name, schema]) => shapeOf(name, schema)),
  ].join('\n')
}

function operationOf(method: string, path: string, operation: ApiOperation): string[] {
  const body = operation.requestBody?.content['application/json']?.schema
  const [status = '', answer] =
    Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? []
  return [
    `### ${method} ${path.replaceAll('_', '\\_')}`,
    '',
    `${withCode(operation.summary)}.`,
    '',
    ...membersTable('In the request', [
      // The id in a path is that of what the path names: nothing is to be said of it.
      ...(operation.parameters ?? [])
        .filter((each) => each.in !== 'path' || each.name !== 'id')
        .map((each) => ({ ...each, place: each.in })),
      ...membersOf(body),
    ]),
    `Answers ${status}${answerWords(answer?.content)}.`,
    '',
  ]
}

type Member = {
  readonly name: string
  readonly place: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}

function membersOf(schema: Schema | undefined): Member[] {
  const required = new Set(schema?.required ?? [])
  return Object.entries(schema?.properties ?? {}).map(([name, member]) => ({
    name,
    place: 'body',
    required: required.has(name),
    ...(member.description !== undefined && { description: member.description }),
    schema: member,
  }))
}

function membersTable(head: string, members: readonly Member[]): string[] {
  if (members.length === 0) return []
  const rows = members.map(({ name, place, required, schema, description }) => [
    `\`${name}\``,
    `${place}${required ? ', required' : ''}`,
    typeWords(schema),
    description === undefined ? '' : withCode(description),
  ])
  return [table([head, 'where', 'type', 'meaning'], rows), '']
}

function shapeOf(name: string, schema: Schema): string[] {
  const required = new Set(schema.required ?? [])
  const rows = Object.entries(schema.properties ?? {}).map(([member, its]) => [
    `\`${member}\`${required.has(member) ? '' : ', optional'}`,
    typeWords(its),
    its.description === undefined ? '' : withCode(its.description),
  ])
  const said = schema.description === undefined ? [] : [withCode(schema.description), '']
  const whole = rows.length > 0 ? table(['member', 'type', 'meaning'], rows) : typeWords(schema)
  return [`## ${quoted(name)}`, '', ...said, whole, '']
}

function answerWords(content: Content | undefined): string {
  if (!content) return ''
  const [[media = '', { schema } = { schema: {} }] = []] = Object.entries(content)
  if (media !== 'application/json')
    return ` with a file (${Object.keys(content)
      .map((type) => `\`${type}\``)
      .join(', ')})`
  const members = Object.entries(schema.properties ?? {})
  if (schema.$ref !== undefined || members.length === 0) return ` with ${typeWords(schema)}`
  return ` with ${members.map(([name, its]) => `\`${name}\` (${typeWords(its)})`).join(', ')}`
}

function groupOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function titleOf(group: string): string {
  const words = group.replaceAll('-', ' ').replace(/^api /, 'API ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
