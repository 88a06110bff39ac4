// A3: a call whose approval waits is held while its client is connected, 25 seconds at most. Nothing here lets
// a call in: whoever is told to go on is decided again, on fresh facts, and admitted like any other.
import { type HeldStep, MAX_HOLD_MS, type Standing, stepOfHeldCall } from '#lib/policy/index.ts'
import { boundsOf } from '../config.ts'
import type { Gate } from '../gate.ts'
import type { Exchange } from '../http.ts'
import type { AskedCall } from './asked-call.ts'
import { createSign } from './sign.ts'

/** What becomes of the call, and where its approval stood then. */
export type Ended = { readonly step: Exclude<HeldStep, 'hold'>; readonly state: Standing }

/** @param since performance.now() when the call was first held */
export function hold(asked: AskedCall, since: number, exchange: Exchange, gate: Gate): Promise<Ended> {
  const { maxHoldMs } = boundsOf(gate.config)
  const sign = createSign(asked, exchange)
  return new Promise((resolve) => {
    let state: Standing = 'waiting'
    let isWanted = !exchange.signal.aborted
    let isOver = false

    function look(): void {
      const heldMs = performance.now() - since
      // How long is too long is the gateway's setting (25 s at most, gateway/limits.ts); the floods of tests wait longer.
      const isTooLong = isOver || heldMs >= maxHoldMs
      const step = stepOfHeldCall(state, {
        clientIsConnected: isWanted,
        heldMs: isTooLong ? MAX_HOLD_MS : Math.min(heldMs, MAX_HOLD_MS - 1),
      })
      if (step === 'hold') return
      clearTimeout(timer)
      exchange.signal.removeEventListener('abort', leave)
      sign.stop()
      letGo()
      resolve({ step, state })
    }
    function leave(): void {
      isWanted = false
      look()
    }
    function end(): void {
      isOver = true
      look()
    }
    const timer = setTimeout(end, Math.max(0, since + maxHoldMs - performance.now()))
    exchange.signal.addEventListener('abort', leave, { once: true })
    const letGo = gate.deps.held.watch(
      { ...asked, receivedAt: exchange.receivedAt },
      {
        tell: (news) => {
          state = news
          look()
        },
        cancel: leave,
        end,
      },
    )
    look()
  })
}
