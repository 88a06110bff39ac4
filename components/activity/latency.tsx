/** Milliseconds, or seconds from ten on; a dash where nothing was measured. */
export function Latency({ ms }: { ms: number | null }) {
  if (ms === null) return <span className="text-ink-3">–</span>
  return <>{ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}</>
}
