// The smallest files of their kinds, as base64.

/** A PNG of one red pixel. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='

/** A WAV header of one channel, 8 bits at 8 kHz, with one silent sample. */
export const WAV = wav().toString('base64')

function wav(): Buffer {
  const header = Buffer.alloc(45)
  header.write('RIFF', 0)
  header.writeUInt32LE(37, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(8000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(1, 40)
  header.writeUInt8(128, 44)
  return header
}
