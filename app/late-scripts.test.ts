import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { withLateScripts } from './late-scripts.ts'

const NONCE = 'bm9uY2U='
const page = (body: string, head = '') => `<html><head>${head}</head><body>${body}</body></html>`
const starter = (html: string) =>
  /<script nonce="bm9uY2U=">([\s\S]*?)<\/script><\/body>/.exec(html)?.[1] ?? ''

describe('scripts of a public page', () => {
  it('are inert text until the starter makes them run', () => {
    const html = withLateScripts(
      page(
        `<script nonce="${NONCE}">queue.push(1)</script>`,
        `<script src="/a.js" async="" nonce="${NONCE}"></script><link rel="preload" as="script" nonce="${NONCE}" href="/b.js"/>`,
      ),
      NONCE,
    )
    expect(html).toContain('<script type="text/plain" data-late src="/a.js" async=""></script>')
    expect(html).toContain('<script type="text/plain" data-late>queue.push(1)</script>')
    expect(html).not.toContain('preload')
    expect(html.match(new RegExp(`nonce="${NONCE}"`, 'g'))).toHaveLength(1)
  })

  it('keep what is no script of the framework: data, styles, and text that looks like one', () => {
    const kept =
      '<script type="application/ld+json">{"a":1}</script><link rel="stylesheet" href="/a.css" nonce="bm9uY2U="/><p>&lt;script nonce=&quot;x&quot;&gt;</p>'
    expect(withLateScripts(page(kept), NONCE)).toContain(kept)
  })

  it('never come back where the browser would not have run them', () => {
    const html = withLateScripts(page(`<script src="/old.js" noModule="" nonce="${NONCE}"></script>`), NONCE)
    expect(html).toContain('<script type="text/plain"  src="/old.js" noModule="">')
    expect(html).not.toContain('<script type="text/plain" data-late')
  })

  it('are put back in their order at the first sign of a person, once', () => {
    const ran: string[] = []
    const listeners = new Map<string, () => void>()
    const late = (attributes: Record<string, string>, text: string) => ({
      attributes: Object.entries({ type: 'text/plain', 'data-late': '', ...attributes }).map(
        ([name, value]) => ({
          name,
          value,
        }),
      ),
      text,
      replaceWith: (made: { nonce: string; set: string[]; text: string }) =>
        ran.push([made.nonce, ...made.set, made.text].join(' ')),
    })
    const waiting = [late({ src: '/a.js', async: '' }, ''), late({}, 'push(1)')]
    runInNewContext(starter(withLateScripts(page(''), NONCE)), {
      document: {
        currentScript: { nonce: 'fresh' },
        querySelectorAll: () => waiting,
        createElement: () => {
          const set: string[] = []
          return { set, setAttribute: (name: string, value: string) => set.push(`${name}=${value}`) }
        },
      },
      addEventListener: (sign: string, listener: () => void) => listeners.set(sign, listener),
      removeEventListener: (sign: string) => listeners.delete(sign),
    })
    expect(ran).toEqual([])
    listeners.get('touchstart')?.()
    expect(ran).toEqual(['fresh src=/a.js async= ', 'fresh push(1)'])
    expect(listeners.size).toBe(0)
  })
})
