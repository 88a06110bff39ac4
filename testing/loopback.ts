// A server of a test's own on a free port of loopback.
import { createServer, type RequestListener } from 'node:http'

export type RunningServer = { readonly url: string; readonly close: () => Promise<void> }

/** Its URL ends in /mcp; closing it ends the connections that are open. */
export async function listenOnLoopback(answer: RequestListener): Promise<RunningServer> {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
