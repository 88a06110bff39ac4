// The gateway under measurement: the production build, as a process of its own on a free port of the loopback interface.
import { freePort } from '../../scripts/postgres.mjs'
import { ensureGateway, RUN_GATEWAY } from '../../scripts/start/bundle.mjs'
import { type Running, startNode } from './process.ts'

/** Of no use to anybody but a bench. */
export const SECRET_KEY = 'Of-no-use-to-anybody-but-this-bench-0123'

/** Starts it, and resolves when it is ready for calls. */
export async function startGatewayProcess(
  databaseUrl: string,
  nodeFlags: readonly string[] = [],
): Promise<Running & { readonly port: number }> {
  await ensureGateway()
  const port = await freePort()
  const running = startNode([...nodeFlags, ...RUN_GATEWAY], {
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      APP_URL: 'http://localhost',
      DATABASE_URL: databaseUrl,
      SECRET_KEY,
      ALLOW_PRIVATE_UPSTREAMS: 'true',
      // A thousand sessions with a stream each come from few grants, and from one address.
      MAX_STREAMS_PER_GRANT: '1000',
      MAX_STREAMS_PER_SESSION: '100',
      READ_TOOLS_EVERY: '9999',
      LOG_LEVEL: 'info',
    },
  })
  await untilReady(port)
  return { ...running, port }
}

async function untilReady(port: number): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the gateway did not become ready')
}
