// What a client remembers between its steps, as both SDKs ask for it.
import type { OAuthClientProvider, OAuthDiscoveryState, OAuthTokens } from '@modelcontextprotocol/client'

type Kept = {
  client?: Awaited<ReturnType<OAuthClientProvider['clientInformation']>>
  tokens?: Awaited<ReturnType<OAuthClientProvider['tokens']>>
  verifier?: string
  sentTo?: URL
  discovery?: OAuthDiscoveryState
}

/** @param clientMetadataUrl where the client describes itself; without it, it registers */
export function createMemory(clientMetadataUrl?: string) {
  const kept: Kept = {}
  const provider: OAuthClientProvider = {
    redirectUrl: 'http://127.0.0.1:9/callback',
    clientMetadata: { client_name: 'An SDK', redirect_uris: ['http://127.0.0.1:9/callback'] },
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    state: () => 'a state of its own',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => {
      kept.client = client
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens
    },
    redirectToAuthorization: (url) => {
      kept.sentTo = url
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier
    },
    codeVerifier: () => kept.verifier ?? '',
    saveDiscoveryState: (state) => {
      kept.discovery = state
    },
    discoveryState: () => kept.discovery,
  }
  return {
    provider,
    /** Where it would open a browser. */
    sentTo: (): URL => {
      if (!kept.sentTo) throw new Error('the client has opened no browser')
      return kept.sentTo
    },
    tokens: (): OAuthTokens | undefined => kept.tokens,
    clientId: () => kept.client?.client_id,
    /** As if its hour had passed. */
    loseAccessToken: () => {
      if (kept.tokens) kept.tokens = { ...kept.tokens, access_token: 'over' }
    },
  }
}
