import { describe, expect, it } from 'vitest'
import { newOrganisationId } from './id.ts'
import { createLog } from './log.ts'
import { newToken } from './token.ts'

const token = newToken('pcg', newOrganisationId()).text
const connectorKey = newToken('pcc', newOrganisationId()).text

describe('the log', () => {
  it('is one JSON object a line, with a level in words and an ISO time', () => {
    const [line] = linesOf((log) => log.info({ port: 3000 }, 'listening'))
    expect(line).toMatchObject({ level: 'info', port: 3000, msg: 'listening' })
    expect(String(line?.time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it.each([
    ['authorization header', { headers: { authorization: 'Bearer abc' } }],
    ['cookie header', { request: { headers: { cookie: 'session=abc', 'set-cookie': ['session=abc'] } } }],
    ['token field', { grantToken: 'abc', access_token: 'abc' }],
    ['key in a list', { servers: [{ headers: { 'x-api-key': 'abc' } }] }],
    ['password', { input: { password: 'abc' } }],
  ])('leaves out a %s, however deep', (_, fields) => {
    expect(JSON.stringify(linesOf((log) => log.info(fields)))).not.toContain('abc')
  })

  it('leaves a token out of URLs, messages, errors and percent-encoded text', () => {
    const url = `/mcp/t/${token}/srv_1/`
    const text = JSON.stringify(
      linesOf((log) => {
        log.info({ key: connectorKey }, connectorKey)
        log.info({ url, encoded: token.replaceAll('_', '%5F') }, `GET ${url}`)
        log.error({ err: new Error(`fetch ${url} with Bearer hunter2 failed`) })
      }),
    )
    expect(text).not.toContain(token.slice(5))
    expect(text).not.toContain(token.slice(-20))
    expect(text).not.toContain(connectorKey.slice(5))
    expect(text).not.toContain('hunter2')
    expect(text).toContain('pcg_[redacted]')
    expect(text).toContain('srv_1')
  })

  it('leaves the password out of a database URL and keeps its host', () => {
    const text = JSON.stringify(
      linesOf((log) => log.warn('no answer from postgresql://app:hunter2@db:5432/x')),
    )
    expect(text).not.toContain('hunter2')
    expect(text).toContain('@db:5432')
  })
})

function linesOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLog({ write: (line: string) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}
