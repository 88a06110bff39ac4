// One frame of the tunnel: a type, the number of a channel, and a payload. Pure.
//
// hello, ended     connector → gateway   JSON: who it is; how a child ended
// welcome          gateway → connector   JSON: which server this is
// open, end        gateway → connector   start a child; end it
// part, line       both                  a piece of a message, and its last piece
// credit           both                  so many bytes of the other's pieces were taken

const TYPES = ['hello', 'welcome', 'open', 'part', 'line', 'credit', 'end', 'ended'] as const
export type FrameType = (typeof TYPES)[number]
export type Frame = { readonly type: FrameType; readonly channel: number; readonly payload: Buffer }

const HEAD_BYTES = 5

export function writeFrame(type: FrameType, channel: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.byteLength)
  frame.writeUInt8(TYPES.indexOf(type) + 1, 0)
  frame.writeUInt32BE(channel, 1)
  frame.set(payload, HEAD_BYTES)
  return frame
}

/** The frame, or null for bytes that are none. */
export function readFrame(bytes: Buffer): Frame | null {
  if (bytes.length < HEAD_BYTES) return null
  const type = TYPES[bytes.readUInt8(0) - 1]
  if (type === undefined) return null
  return { type, channel: bytes.readUInt32BE(1), payload: bytes.subarray(HEAD_BYTES) }
}

export function writeCredit(bytes: number): Buffer {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(bytes)
  return payload
}

export function readCredit(payload: Buffer): number | null {
  return payload.length === 4 ? payload.readUInt32BE(0) : null
}
