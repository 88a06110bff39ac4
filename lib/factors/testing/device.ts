// A device with passkeys, in software: what a browser and its authenticator answer, byte by byte as WebAuthn has it, and
// whatever a test wants it to do wrong.
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

export type Device = {
  /** Makes a passkey for what `navigator.credentials.create` was asked. */
  readonly create: (options: { challenge: string }, wrong?: Wrong) => unknown
  /** Signs what `navigator.credentials.get` was asked. */
  readonly get: (options: { challenge: string }, wrong?: Wrong) => unknown
  readonly id: string
}
export type Wrong = {
  readonly origin?: string
  readonly host?: string
  /** Nobody unlocked the device. */
  readonly isUnverified?: boolean
  /** What its counter says, in place of one more than before. */
  readonly counter?: number
  readonly challenge?: string
}

const PRESENT = 0x01
const VERIFIED = 0x04
const WITH_KEY = 0x40

/** @param counts whether it has a counter; many devices say 0 for ever */
export function newDevice({ counts = true }: { counts?: boolean } = {}): Device {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rawId = randomBytes(16)
  const id = rawId.toString('base64url')
  let counter = 0
  const next = (wrong: Wrong) => wrong.counter ?? (counts ? ++counter : 0)

  return {
    id,
    create({ challenge }, wrong = {}) {
      const key = coseKey(publicKey)
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, rawId.length), rawId, key])
      const authData = Buffer.concat([authenticatorData(wrong, WITH_KEY, next(wrong)), attested])
      const object = Buffer.concat([
        Buffer.of(0xa3),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.of(0xa0),
        text('authData'),
        bytes(authData),
      ])
      return credential(id, {
        clientDataJSON: clientData('webauthn.create', challenge, wrong),
        attestationObject: object.toString('base64url'),
        transports: ['internal'],
      })
    },
    get({ challenge }, wrong = {}) {
      const clientDataJSON = clientData('webauthn.get', challenge, wrong)
      const authData = authenticatorData(wrong, 0, next(wrong))
      return credential(id, {
        clientDataJSON,
        authenticatorData: authData.toString('base64url'),
        signature: signed(privateKey, authData, clientDataJSON),
      })
    },
  }
}

function credential(id: string, response: object) {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
}

function clientData(type: string, challenge: string, wrong: Wrong): string {
  const { origin = 'http://localhost:3000' } = wrong
  const said = { type, challenge: wrong.challenge ?? challenge, origin, crossOrigin: false }
  return Buffer.from(JSON.stringify(said)).toString('base64url')
}

function authenticatorData(wrong: Wrong, extra: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  const host = createHash('sha256')
    .update(wrong.host ?? 'localhost')
    .digest()
  return Buffer.concat([host, Buffer.of(PRESENT | (wrong.isUnverified ? 0 : VERIFIED) | extra), count])
}

function signed(key: KeyObject, authData: Buffer, clientDataJSON: string): string {
  const said = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
  return createSign('sha256')
    .update(Buffer.concat([authData, said]))
    .sign(key)
    .toString('base64url')
}

// {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR.
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const [px, py] = [x, y].map((part) => Buffer.from(part, 'base64url'))
  if (!px || !py) throw new Error('a point has two coordinates')
  return Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    bytes(px),
    Buffer.of(0x22),
    bytes(py),
  ])
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)])
}

function bytes(value: Buffer): Buffer {
  const head = value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 255]
  return Buffer.concat([Buffer.of(...head), value])
}
