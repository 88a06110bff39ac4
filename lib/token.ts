// Secrets that we hand out: `pcg_` (a grant), `pck_` (an API key), `pcc_` (a connector), `pci_` (the link of an invitation), and of clients that sign in
// `pca_` (a code), `pco_` (an access token) and `pcr_` (a refresh token) + organisation
// + 256 random bits + a checksum, so that secret scanners know one and a typing error costs no look-up. Only the
// SHA-256 of the whole text is stored: 256 random bits need no slow hash (OWASP ASVS 6.5.2).
import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { base32, base32OfInteger } from './id.ts'

export type TokenKind = 'pcg' | 'pck' | 'pcc' | 'pci' | 'pca' | 'pco' | 'pcr'
export type Token = { readonly text: string; readonly digest: string; readonly end: string }

const FORM =
  /^(pcg|pck|pcc|pci|pca|pco|pcr)_([0-9a-hjkmnp-tv-z]{12})_([0-9a-hjkmnp-tv-z]{52})([0-9a-hjkmnp-tv-z]{7})$/

/** A fresh token. `text` is shown once and never stored; `digest` is what is looked up; `end` is for recognition. */
export function newToken(kind: TokenKind, organisationId: string): Token {
  const body = `${kind}_${organisationId}_${base32(randomBytes(32))}`
  const text = body + checksum(body)
  return { text, digest: digestOf(text), end: text.slice(-4) }
}

/** The parts of a well-formed token, or null. Says nothing about whether it was ever issued. */
export function readToken(text: string): { kind: TokenKind; organisationId: string; digest: string } | null {
  const match = FORM.exec(text)
  if (!match || checksum(text.slice(0, -7)) !== match[4]) return null
  return { kind: match[1] as TokenKind, organisationId: match[2] as string, digest: digestOf(text) }
}

function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}

function checksum(body: string): string {
  return base32OfInteger(crc32(body))
}
