// The document that Portcullis is known by to an authorization server.
import { clientDocument } from '#lib/upstream/index.ts'

/** @param digest that stands for the issuer; null for what can be none */
export function upstreamClient(appUrl: string, digest: string): Readonly<Record<string, unknown>> | null {
  return /^[0-9a-f]{32}$/.test(digest) ? clientDocument(appUrl, digest) : null
}
