// What every client can do, however it does it: list the tools, and call one.

export type ToolAnswer = { readonly content?: readonly { text?: string }[]; readonly isError?: boolean }
export type RealClient = {
  /** The names of the listed tools, in their order. */
  list(): Promise<string[]>
  /** The result as the client hands it on. Rejects with the words that the client has for an error. */
  call(name: string, args?: Record<string, unknown>): Promise<ToolAnswer>
  close(): Promise<void>
}
export type ClientKind = {
  readonly name: string
  /** The version that lies there, where it is not one of the product's own packages. */
  readonly version?: () => { installed: string; wanted: string }
  /** False for a program that ends with its answer: it has no connection to take up again. */
  readonly staysConnected: boolean
  /** False for one that refuses by itself to call what is not listed. */
  readonly callsUnlisted: boolean
  /** Connects; without a token, to a server that wants none. */
  readonly open: (url: string, token?: string) => Promise<RealClient>
}
