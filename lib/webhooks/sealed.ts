// What a channel keeps sealed: the URL is as good as a password, for whoever has it can post there.
import { openText, sealText } from '#lib/upstream/index.ts'

export type ChannelSecret = {
  readonly url: string
  /** What a webhook is signed with; absent for Slack. */
  readonly secret?: string
  /** The secret before the last rotation, and until when it signs too (ms). */
  readonly before?: { readonly secret: string; readonly until: number }
}

type Place = { readonly organisationId: string; readonly channelId: string }

export function sealChannel(secretKey: Buffer, place: Place, value: ChannelSecret): Buffer {
  return sealText(secretKey, placeOf(place), JSON.stringify(value))
}

/** @throws {Error} where it was sealed for another channel or with another key */
export function openChannel(secretKey: Buffer, place: Place, sealed: Uint8Array): ChannelSecret {
  return JSON.parse(openText(secretKey, placeOf(place), sealed)) as ChannelSecret
}

function placeOf({ organisationId, channelId }: Place): string[] {
  return [organisationId, channelId, 'channel']
}
