import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../postgres.mjs'
import { assertPortFree } from './port.mjs'

let other
let port
beforeEach(async () => {
  port = await freePort()
  other = createServer()
  await new Promise((resolve) => other.listen(port, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => other.close(resolve)))

describe('the public port', () => {
  it('that is taken is refused, with the option that chooses another', async () => {
    await expect(assertPortFree('127.0.0.1', port)).rejects.toThrow(`PORT=${port + 1} npm start`)
  })

  it('is waited for where the last instance may still hold it', async () => {
    setTimeout(() => other.close(), 300)
    await assertPortFree('127.0.0.1', port, { patienceMs: 5_000 })
  })

  it('on an address that this machine does not have is refused with HOST', async () => {
    await expect(assertPortFree('192.0.2.1', port)).rejects.toThrow('Set HOST')
  })
})
