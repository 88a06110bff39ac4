'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import {
  createChannel,
  deleteChannel,
  replayDelivery,
  rotateChannelSecret,
  testChannel,
  updateChannel,
} from '#lib/notices/index.ts'

const one = z.strictObject({ channelId: z.string() })

export const createChannelAction = memberAction(
  'channels.manage',
  z.strictObject({
    name: z.string(),
    kind: z.string(),
    to: z.string(),
    kinds: z.array(z.string()).max(50),
    least: z.string(),
  }),
  async (member, input) => ({ secret: (await createChannel(member, input)).secret }),
)

export const turnChannelAction = memberAction(
  'channels.manage',
  z.strictObject({ channelId: z.string(), isOn: z.boolean() }),
  async (member, { channelId, isOn }) => {
    await updateChannel(member, channelId, { isOn })
    return null
  },
)

export const deleteChannelAction = memberAction('channels.manage', one, async (member, { channelId }) => {
  await deleteChannel(member, channelId)
  return null
})

export const rotateChannelAction = memberAction('channels.manage', one, (member, { channelId }) =>
  rotateChannelSecret(member, channelId),
)

export const testChannelAction = memberAction('channels.manage', one, async (member, { channelId }) => {
  await testChannel(member, channelId)
  return null
})

export const replayDeliveryAction = memberAction(
  'channels.manage',
  z.strictObject({ deliveryId: z.string() }),
  async (member, { deliveryId }) => {
    await replayDelivery(member, deliveryId)
    return null
  },
)
