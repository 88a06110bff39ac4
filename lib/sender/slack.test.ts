import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listen, textOf } from '#lib/upstream/testing/listen.ts'
import { APP_URL, type SenderWorld, senderWorld, stateOf } from './testing/world.ts'

let world: SenderWorld
let chat: Listening
let bodies: string[] = []
let status = 200

beforeAll(async () => {
  world = await senderWorld()
  chat = await listen(async (request, response) => {
    bodies.push(await textOf(request))
    response.writeHead(status).end(status === 404 ? 'no_service' : 'ok')
  })
})
afterAll(async () => {
  await chat.close()
  await world.close()
})

describe('a message to a chat', () => {
  it('is plain text: no mention, link or markup of what others wrote', async () => {
    await world.channel('slack', { url: chat.url })
    const name =
      '<!channel> <https://evil.example|here> @channel @here & *x* [y](https://evil.example) www.evil.example'
    await world.note({ server: name, count: 1, tools: [name] }, 'tool.changed')
    await world.sender().look()
    const [body = ''] = bodies
    const message = JSON.parse(body)
    expect(message).toMatchObject({ mrkdwn: false, parse: 'none', link_names: false, unfurl_links: false })
    const texts: string[] = [message.text]
    for (const block of message.blocks)
      for (const part of block.elements ?? [block]) {
        expect(part.text.type ?? part.type).toBe('plain_text')
        texts.push(part.text.text ?? part.text)
      }
    expect(texts.join(' ')).toContain('&lt;!')
    for (const text of texts) {
      expect(text).not.toMatch(/[<>]|@channel|@here|:\/\/|\]\(|www\./)
      // As a person sees it, it is what was written.
      expect(text.replaceAll('\u2060', '')).not.toContain('\u2060')
    }
    const urls = message.blocks.flatMap((block: { elements?: { url?: string }[] }) =>
      (block.elements ?? []).flatMap((each) => each.url ?? []),
    )
    expect(urls).toEqual([`${APP_URL}/servers/${world.tenant.serverId}/review`])
    for (const block of message.blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3000)
  })

  it('ends with its webhook: one that the chat no longer knows is off', async () => {
    bodies = []
    status = 404
    await world.pool.query('DELETE FROM channel')
    const id = await world.channel('slack', { url: chat.url })
    await world.note()
    await world.sender().look()
    expect(await stateOf(world, id)).toMatchObject({
      is_on: false,
      off_reason: expect.stringContaining('no longer knows'),
    })
  })
})
