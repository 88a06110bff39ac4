// What docs/notifications.md shows is what is sent, and its verifier accepts it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EVENT_KINDS, payloadOf } from '#lib/messages/index.ts'
import { newSigningSecret, signatureHeaders } from '#lib/webhooks/index.ts'

const text = readFileSync('docs/notifications.md', 'utf8')
const blockOf = (name: string): string => {
  const found = new RegExp(`\`\`\`\\w+ ${name}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1]
  if (found === undefined) throw new Error(`no example ${name}`)
  return found
}
type Verify = (headers: Record<string, string>, body: string, secret: string, now?: number) => boolean

describe('docs/notifications.md', () => {
  it('names every event with its severity', () => {
    const rows = [...text.matchAll(/^\| `([\w.]+)` \| (\w+) \|/gm)].map((row) => [row[1], row[2]])
    expect(Object.fromEntries(rows)).toEqual(EVENT_KINDS)
  })

  it('shows the payload that is sent', () => {
    const shown = JSON.parse(blockOf('payload'))
    const { id, severity, organisation, subject, detail } = shown.data
    const notice = { id, at: shown.timestamp, kind: shown.type, severity, organisation, subject, detail }
    expect(JSON.parse(payloadOf(notice, 'https://gate.example.org'))).toEqual(shown)
  })

  it('verifies what is sent with the lines it gives, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-'))
    const file = join(folder, 'verify.mjs')
    writeFileSync(file, blockOf('verify'))
    const { isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: Verify }
    rmSync(folder, { recursive: true })
    const [secret, other] = [newSigningSecret(), newSigningSecret()]
    const body = '{"type":"tool.changed"}'
    const headers = signatureHeaders('dlv_1', body, [other, secret])
    expect(isGenuine(headers, body, secret)).toBe(true)
    expect(isGenuine(headers, body, other)).toBe(true)
    expect(isGenuine(headers, body, newSigningSecret())).toBe(false)
    expect(isGenuine(headers, `${body} `, secret)).toBe(false)
    expect(isGenuine({ ...headers, 'webhook-id': 'dlv_2' }, body, secret)).toBe(false)
    expect(isGenuine(headers, body, secret, Date.now() / 1000 + 400)).toBe(false)
    expect(isGenuine({ ...headers, 'webhook-timestamp': 'x' }, body, secret)).toBe(false)
  })
})
