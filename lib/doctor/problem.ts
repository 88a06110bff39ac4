// What may be wrong with how a client reaches the gateway, and what to do about it.

export type ProblemCode =
  | 'no-token'
  | 'no-bearer'
  | 'token-placeholder'
  | 'token-cut'
  | 'token-kind'
  | 'token-unknown'
  | 'token-twice'
  | 'url-off'
  | 'grant-expired'
  | 'grant-revoked'
  | 'wrong-path'
  | 'wrong-server'
  | 'old-transport'
  | 'oauth-attempted'
  | 'wrong-host'
  | 'foreign-page'
  | 'not-json'
  | 'not-mcp'
  | 'stopped'
  | 'too-many'
  | 'server-away'
  | 'other'

export type ProblemWords = {
  /** What happened, after the client's name: “Cursor … ”. */
  readonly what: string
  /** What to do. */
  readonly cure: string
}

const HEADER = 'Authorization: Bearer pcg_…'

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemWords>> = {
  'no-token': {
    what: 'came without a token',
    cure: `Put the header ${HEADER} into its configuration, as its snippet shows, and start the client again.`,
  },
  'no-bearer': {
    what: 'sent an Authorization header that is not “Bearer” and a token',
    cure: `Write the header as ${HEADER}: the word Bearer, a space, the token.`,
  },
  'token-placeholder': {
    what: 'sent a placeholder in place of the token',
    cure: 'Put the grant’s own token where the placeholder stands; where it is a variable, set it in the environment that starts the client.',
  },
  'token-cut': {
    what: 'sent a token that is not whole',
    cure: 'Copy the token again: it was cut, or a character of it was changed. Replace the token if it is not at hand any more.',
  },
  'token-kind': {
    what: 'sent a key that is not a grant’s token',
    cure: 'A grant’s token begins with pcg_. API keys and connector keys open nothing here: copy the token of the grant.',
  },
  'token-unknown': {
    what: 'sent a token that is not known',
    cure: 'The token was replaced, or its grant is gone. Copy the newest one, or replace the token and copy that.',
  },
  'token-twice': {
    what: 'sent more than one token',
    cure: 'Send the token once: in the Authorization header, or in the URL.',
  },
  'url-off': {
    what: 'used the URL with the token in it, which this grant does not allow',
    cure: 'Send the token as a header, or turn on “Token in the URL” for this grant.',
  },
  'grant-expired': {
    what: 'used a grant that has expired',
    cure: 'Give the grant a later expiry, or create another one.',
  },
  'grant-revoked': {
    what: 'used a grant that was revoked',
    cure: 'Create another grant and put its token into the client.',
  },
  'wrong-path': {
    what: 'asked at an address where nothing is',
    cure: 'Copy the gateway URL again: it ends in /mcp/, the server’s id and a slash.',
  },
  'wrong-server': {
    what: 'asked for a server that its grant does not open',
    cure: 'Add the server to the grant, or use the URL of a server that it has.',
  },
  'old-transport': {
    what: 'opened a stream as the old HTTP+SSE transport does',
    cure: 'Set its transport to Streamable HTTP (“http”, “streamable-http”), or let mcp-remote stand between.',
  },
  'oauth-attempted': {
    what: 'tried to sign in instead of sending a token',
    cure: `Put the header ${HEADER} into its configuration. A client that can only sign in takes the URL for signing in.`,
  },
  'wrong-host': {
    what: 'used a host name that this gateway does not answer for',
    cure: 'Use the address that stands on this page. If it is wrong itself, set APP_URL to the public address.',
  },
  'foreign-page': {
    what: 'is a web page of another origin, or a browser that was pointed here',
    cure: 'Put the URL into an MCP client. A web client has to be named in ALLOWED_ORIGINS.',
  },
  'not-json': {
    what: 'sent a body that is not JSON',
    cure: 'It must POST one JSON-RPC message as Content-Type: application/json.',
  },
  'not-mcp': {
    what: 'sent a message that is no MCP',
    cure: 'Look at its version and its transport: batches and other protocols are refused.',
  },
  stopped: {
    what: 'was refused by an emergency stop',
    cure: 'Lift the stop, or wait until it ends.',
  },
  'too-many': {
    what: 'has too much open at once',
    cure: 'Close some of its sessions; the docs list the bounds under Limits.',
  },
  'server-away': {
    what: 'was let in, but the server behind did not answer as it should',
    cure: 'Look at the server’s page: its address, its credentials, or whether it runs.',
  },
  other: {
    what: 'was refused',
    cure: 'Try again in a moment; the log of the gateway says more.',
  },
}

/** The words for a code of whichever release wrote it down. */
export function problemWords(code: string): ProblemWords {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : PROBLEMS.other
}
