// What a client wants to be told, as a value: where it goes, what is copied, what is opened.

/** One way to reach one server, or all of a grant's. */
export type Connection = {
  /** Short, lower case: it becomes a key in the client's configuration. */
  readonly name: string
  /** The gateway URL; for a client that signs in, the one that offers OAuth. */
  readonly url: string
  /** The grant's token; null where the client signs in at `url` by itself. */
  readonly token: string | null
  /** The URL that holds the token, for clients that take nothing but a URL; null where the grant forbids it. */
  readonly tokenUrl: string | null
  /** The newest MCP revision the server answered with. */
  readonly protocol: string | null
}
export type Part = { readonly label: string; readonly code: string; readonly copyLabel: string }
export type Link = {
  readonly href: string
  readonly label: string
  /** The token stands in it, so it works only while that is known. */
  readonly holdsToken: boolean
}
export type Group = 'Terminal' | 'Editor' | 'App' | 'Code' | 'Plain'
export type Snippet = {
  readonly client: string
  readonly title: string
  readonly group: Group
  /** One or two sentences: where this goes, and what happens then. */
  readonly where: string
  readonly link?: Link
  /** None where the client cannot be connected this way; `where` then says what it takes. */
  readonly parts: readonly Part[]
}

export function command(code: string, label = 'Terminal'): Part {
  return { label, code, copyLabel: 'Copy command' }
}

export function file(label: string, content: unknown): Part {
  return text(label, JSON.stringify(content, null, 2))
}

export function text(label: string, code: string): Part {
  return { label, code, copyLabel: 'Copy configuration' }
}

/** `${name}`, filled in by the client. */
export function placeholder(name: string): string {
  return ['$', '{', name, '}'].join('')
}
