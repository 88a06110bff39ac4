/**
 * Runs `act` when the page has nothing else to do; returns how to forget it.
 * @param timeout ms that it waits for that at most
 * @param rest ms before it begins to wait: a page that is just opening is idle between two steps
 */
export function whenIdle(act: () => void, timeout: number, rest = 0): () => void {
  if (rest > 0) {
    let forget = () => {}
    const timer = setTimeout(() => {
      forget = whenIdle(act, timeout)
    }, rest)
    return () => {
      clearTimeout(timer)
      forget()
    }
  }
  // Safari has no idle callbacks; a moment of rest does there.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(act, Math.min(timeout, 300))
    return () => clearTimeout(timer)
  }
  const id = requestIdleCallback(act, { timeout })
  return () => cancelIdleCallback(id)
}
