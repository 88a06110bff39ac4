// What the consent page says of a client: the words are the client's own, and shown as such.

/** How a client is known: by a document at an address that it holds, or by what it said of itself. */
export type ClientView = {
  readonly name: string
  /** The host that vouches for it; null where nobody does. */
  readonly host: string | null
}

const LONGEST = 80

export function clientView(client: { clientId: string; clientName?: string } | undefined): ClientView {
  const { clientId = '', clientName = '' } = client ?? {}
  const host = clientId.startsWith('https://') && URL.canParse(clientId) ? new URL(clientId).host : null
  return { name: oneLine(clientName) || host || 'A client without a name', host }
}

// Letters that run the other way, or that are not seen, would let a name say something else than it shows.
function oneLine(text: string): string {
  const plain = text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain
}
