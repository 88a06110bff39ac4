// Mail about accounts while it waits: its text holds links that open things, so it is stored sealed, bound to its row.
import { openText, sealText } from '#lib/seal.ts'

export type MailText = { readonly text: string; readonly html: string }

/** @param secretKey 32 bytes @param id of the row */
export function sealMail(secretKey: Buffer, id: string, { text, html }: MailText): Buffer {
  return sealText(secretKey, placeOf(id), JSON.stringify([text, html]))
}

/**
 * The text that was sealed for this row.
 * @throws Error for anything else
 */
export function openMail(secretKey: Buffer, id: string, sealed: Uint8Array): MailText {
  const [text, html]: [string, string] = JSON.parse(openText(secretKey, placeOf(id), sealed))
  return { text, html }
}

function placeOf(id: string): readonly string[] {
  return ['mail', id, 'text']
}
