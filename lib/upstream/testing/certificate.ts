// A self-signed certificate (RFC 5280) for a test's TLS server, made on the spot so that no private key
// lies in the tree.
import { generateKeyPairSync, sign } from 'node:crypto'

const SEQUENCE = 0x30
const EXPLICIT = 0xa0
const ECDSA_WITH_SHA256 = der(SEQUENCE, hex('06082a8648ce3d040302'))

export function certificateFor(
  name: string,
  validUntil: Date = new Date(Date.now() + 86_400_000),
): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = der(SEQUENCE, der(0x31, der(SEQUENCE, hex('0603550403'), text(0x0c, name))))
  const names = der(SEQUENCE, text(0x82, name))
  const extensions = der(SEQUENCE, der(SEQUENCE, hex('0603551d11'), der(0x04, names)))
  const body = der(
    SEQUENCE,
    der(EXPLICIT, hex('020102')),
    hex('020101'),
    ECDSA_WITH_SHA256,
    subject,
    der(SEQUENCE, time(new Date(validUntil.getTime() - 2 * 86_400_000)), time(validUntil)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXPLICIT + 3, extensions),
  )
  const signature = der(0x03, hex('00'), sign('sha256', body, privateKey))
  const certificate = der(SEQUENCE, body, ECDSA_WITH_SHA256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const length = content.length
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

function text(tag: number, value: string): Buffer {
  return der(tag, Buffer.from(value))
}

function time(at: Date): Buffer {
  return text(0x17, `${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`)
}

function hex(bytes: string): Buffer {
  return Buffer.from(bytes, 'hex')
}
