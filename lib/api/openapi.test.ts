import { describe, expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { operations } from './operations/index.ts'

const document = JSON.parse(JSON.stringify(openApiDocument(operations, 'https://portcullis.example')))

describe('the OpenAPI document', () => {
  it('is 3.1, for this origin, and every operation asks for the key', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: 'https://portcullis.example/api/v1' }],
      security: [{ apiKey: [] }],
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    })
  })

  it('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map((each) => each.operationId),
    )
    expect(ids.sort()).toEqual(operations.map((operation) => operation.name).sort())
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('points only to what it holds', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? []
    expect(references.length).toBeGreaterThan(10)
    for (const reference of references) {
      const name = /^"\$ref":"#\/components\/schemas\/(\w+)"$/.exec(reference)?.[1] ?? reference
      expect(Object.keys(document.components.schemas)).toContain(name)
    }
  })

  it('says that unknown members are refused, and what stands in path and query', () => {
    const { post } = document.paths['/servers']
    expect(post.requestBody.content['application/json'].schema).toMatchObject({
      additionalProperties: false,
      required: ['name'],
    })
    const names = document.paths['/calls'].get.parameters.map((each: { name: string }) => each.name)
    expect(names).toEqual(['serverId', 'grantId', 'tool', 'decision', 'rule', 'from', 'to', 'cursor'])
    expect(document.paths['/grants/{id}/rotate'].post.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
    ])
  })

  it('names everything that stands in a path', () => {
    const { parameters } = document.paths['/catalogue/servers/{slug}/tools/{tool}'].get
    expect(parameters.map((each: { name: string; in: string }) => [each.name, each.in])).toEqual([
      ['slug', 'path'],
      ['tool', 'path'],
    ])
  })
})
