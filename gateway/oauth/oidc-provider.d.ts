// What is used of the package, which brings no types. Its version is pinned; gateway/oauth's tests hold it to this.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export type Payload = Record<string, unknown>
  export type Adapter = {
    upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>
    find(id: string): Promise<Payload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
    findByUid(uid: string): Promise<undefined>
    findByUserCode(code: string): Promise<undefined>
  }
  export type Context = {
    readonly req: IncomingMessage
    type: string
    body: unknown
    oidc: {
      readonly route: string
      readonly params?: Readonly<Record<string, unknown>>
      readonly client?: { readonly clientId: string; readonly clientName?: string }
      readonly result?: Payload
      readonly entities: { readonly Grant?: { readonly exp?: number } }
    }
  }
  type Token = { grantId?: string; generateTokenId(): string }

  export class Provider {
    constructor(issuer: string, configuration: object)
    static readonly ctx: Context | undefined
    proxy: boolean
    readonly AccessToken: { readonly prototype: Token }
    readonly AuthorizationCode: { readonly prototype: Token }
    readonly RefreshToken: { readonly prototype: Token }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    on(event: string, listener: (...values: never[]) => void): void
  }
  export const errors: {
    readonly AccessDenied: new (description?: string) => Error
    readonly InvalidGrant: new (detail: string) => Error
    readonly InvalidTarget: new (description?: string) => Error
  }
  export const interactionPolicy: {
    readonly Prompt: new (
      of: { name: string; requestable: boolean },
      details: (context: Context) => Promise<Payload>,
      check: object,
    ) => object
    readonly Check: new (
      reason: string,
      description: string,
      error: string,
      check: (context: Context) => boolean | Promise<boolean>,
    ) => object
  }
}
