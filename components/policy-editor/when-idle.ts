/** Runs `act` when the page has nothing else to do, at the latest after `timeout` ms; returns how to forget it. */
export function whenIdle(act: () => void, timeout: number): () => void {
  // Safari has no idle callbacks; a moment of rest does there.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(act, Math.min(timeout, 300))
    return () => clearTimeout(timer)
  }
  const id = requestIdleCallback(act, { timeout })
  return () => cancelIdleCallback(id)
}
