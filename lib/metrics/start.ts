// Figures for the operator, where the settings ask for them.
import { install } from './meter.ts'
import type { Place, Served } from './serve.ts'

/**
 * Keeps the figures of this process from now on, and serves them. What they need is loaded only here: where nobody
 * asks, there is no cost.
 * @param part which of our processes this is
 * @returns the port, and what ends it; null where `place` is null
 * @throws what the system says where the port cannot be had
 */
export async function startMetrics(
  part: 'gateway' | 'dashboard',
  place: Place | null,
): Promise<Served | null> {
  if (place === null) return null
  const [{ createFigures }, { serveFigures }] = await Promise.all([
    import('./recorder.ts'),
    import('./serve.ts'),
  ])
  const { recorder, registry } = createFigures(part)
  const served = await serveFigures(registry, place)
  install(recorder)
  return {
    port: served.port,
    close: () => {
      install(undefined)
      return served.close()
    },
  }
}
