import { describe, expect, it } from 'vitest'
import { answerWith, keptPage } from './kept-pages.ts'

const NONCE = 'b25l'
function draws(html = `<body><h1>A</h1><script nonce="${NONCE}">1</script></body>`, init: ResponseInit = {}) {
  let times = 0
  const draw = async () => {
    times += 1
    return new Response(html, {
      ...init,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `script-src 'self' 'nonce-${NONCE}'`,
        'x-content-type-options': 'nosniff',
        'set-cookie': 'session=1',
        ...init.headers,
      },
    })
  }
  return { draw, times: () => times }
}

describe('a public page', () => {
  it('is drawn once for all who ask within twenty seconds, and again after them', async () => {
    const { draw, times } = draws()
    await Promise.all([keptPage('/a', draw, 0), keptPage('/a', draw, 0)])
    await keptPage('/a', draw, 19_999)
    expect(times()).toBe(1)
    await keptPage('/a', draw, 20_000)
    expect(times()).toBe(2)
  })

  it('goes out under a nonce of its own, with its headers and without a cookie', async () => {
    const page = await keptPage('/b', draws().draw, 0)
    if (page === null) throw new Error('nothing was kept')
    const answer = answerWith(page, 'dHdv')
    const text = await answer.text()
    expect(text).toContain('nonce="dHdv"')
    expect(text).not.toContain(NONCE)
    expect(Object.fromEntries(answer.headers)).toEqual({
      'cache-control': 'private, no-cache',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
  })

  it('keeps what is missing, and neither faults nor redirects nor what is no page', async () => {
    expect((await keptPage('/404', draws(undefined, { status: 404 }).draw, 0))?.status).toBe(404)
    const missing = `<body><div data-missing="true"><h1>A</h1></div></body>`
    expect((await keptPage('/missing', draws(missing).draw, 0))?.status).toBe(404)
    for (const init of [{ status: 500 }, { status: 307 }, { headers: { 'content-type': 'text/plain' } }]) {
      const { draw, times } = draws(undefined, init)
      expect(await keptPage('/none', draw, 0)).toBeNull()
      expect(await keptPage('/none', draw, 0)).toBeNull()
      expect(times()).toBe(2)
    }
    expect(await keptPage('/broken', draws('<body><script></script></body>').draw, 0)).toBeNull()
  })

  it('is given up where it cannot be drawn, and tried again', async () => {
    const fails = async () => Promise.reject(new Error('refused'))
    expect(await keptPage('/c', fails, 0)).toBeNull()
    expect(await keptPage('/c', draws().draw, 0)).not.toBeNull()
  })

  it('leaves when many others were asked for since', async () => {
    const { draw, times } = draws()
    await keptPage('/first', draw, 0)
    for (let i = 0; i < 400; i++) await keptPage(`/other/${i}`, draws().draw, 0)
    await keptPage('/first', draw, 0)
    expect(times()).toBe(2)
  })
})
