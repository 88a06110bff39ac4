// Clients that sign in, as people run them: each says which address it would open in a browser, and goes on by itself once the
// person there has answered.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Client,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect } from '@playwright/test'
import { foreignFile } from '../testing/foreign/index.ts'

export type SigningIn = {
  /** What it opens in a browser. */
  readonly authorizationUrl: string
  /** Resolves once it is connected. */
  readonly connected: Promise<{
    listTools(): Promise<string[]>
    callTool(name: string, args: Record<string, unknown>): Promise<string>
  }>
  close(): Promise<void>
}

/** `mcp-remote <url>`, and a client that knows stdio only in front of it. */
export async function startMcpRemote(url: string): Promise<SigningIn> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-mcp-remote-'))
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [foreignFile('mcp-remote', 'dist/proxy.js'), url, '--allow-http'],
    // What it would start as the browser starts nothing; the address stands on its terminal, too.
    env: { PATH: folder, HOME: folder, MCP_REMOTE_CONFIG_DIR: folder, BROWSER: '/bin/true' },
    stderr: 'pipe',
  })
  let said = ''
  transport.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const client = new ClientV1({ name: 'behind-mcp-remote', version: '1' })
  const connecting = client.connect(transport, { timeout: 120_000 })
  // Told where it is awaited.
  connecting.catch(() => {})
  const addressOf = () => /https?:\/\/\S+\/oauth\/auth\?\S+/.exec(said)?.[0] ?? ''
  const close = async () => {
    await client.close()
    rmSync(folder, { recursive: true, force: true })
  }
  // A program that opens nothing in time must not outlive its test.
  await expect
    .poll(addressOf, { timeout: 60_000 })
    .not.toBe('')
    .catch(async (error: unknown) => {
      await close()
      throw error
    })
  return {
    authorizationUrl: addressOf(),
    connected: connecting.then(() => ({
      listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
      callTool: async (name, args) => JSON.stringify(await client.callTool({ name, arguments: args })),
    })),
    close,
  }
}

/** A program with the SDK's own OAuth client, and a port on the person's machine that waits for the answer. */
export async function startSdkClient(url: string): Promise<SigningIn> {
  let answered: (url: URL) => void = () => {}
  const answer = new Promise<URL>((resolve) => {
    answered = resolve
  })
  const listener = createServer((request, response) => {
    response.end('Signed in. You can close this page.')
    answered(new URL(request.url ?? '', 'http://127.0.0.1'))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const redirectUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/callback`

  const { provider, opened } = rememberingProvider(redirectUrl)
  const client = new Client({ name: 'sdk-client', version: '1' })
  const transport = () => new StreamableHTTPClientTransport(new URL(url), { authProvider: provider })
  const first = transport()
  const refusal: unknown = await client.connect(first).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(UnauthorizedError)
  const connected = answer.then(async (to) => {
    await first.finishAuth(to.searchParams)
    await client.connect(transport())
    return {
      listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
      callTool: async (name: string, args: Record<string, unknown>) =>
        JSON.stringify(await client.callTool({ name, arguments: args })),
    }
  })
  connected.catch(() => {})
  return {
    authorizationUrl: opened(),
    connected,
    close: async () => {
      await client.close()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

function rememberingProvider(redirectUrl: string): { provider: OAuthClientProvider; opened: () => string } {
  const kept: Record<string, unknown> = {}
  let opened = ''
  const provider: OAuthClientProvider = {
    redirectUrl,
    clientMetadata: { client_name: 'An SDK client', redirect_uris: [redirectUrl] },
    state: () => 'a-state',
    clientInformation: () => kept.client as Awaited<ReturnType<OAuthClientProvider['clientInformation']>>,
    saveClientInformation: (client) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens as Awaited<ReturnType<OAuthClientProvider['tokens']>>,
    saveTokens: (tokens) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (to) => {
      opened = String(to)
    },
    saveCodeVerifier: (verifier) => void Object.assign(kept, { verifier }),
    codeVerifier: () => String(kept.verifier),
    saveDiscoveryState: (discovery) => void Object.assign(kept, { discovery }),
    discoveryState: () =>
      kept.discovery as Awaited<ReturnType<NonNullable<OAuthClientProvider['discoveryState']>>>,
  }
  return { provider, opened: () => opened }
}
