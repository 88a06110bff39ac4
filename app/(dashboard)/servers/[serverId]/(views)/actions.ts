'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { CATEGORIES } from '#lib/policy/index.ts'
import {
  acceptTools,
  changeRecording,
  deleteServer,
  eraseValues,
  refreshServer,
  rejectTools,
  resetCategory,
  rotateConnector,
  setCategory,
  updateServer,
} from '#lib/servers/index.ts'

const serverId = z.string()

export const refreshServerAction = memberAction(
  'servers.manage',
  z.strictObject({ serverId }),
  async (member, input) => {
    const server = await refreshServer(member, input.serverId)
    return { ready: server.status === 'ready', tools: server.tools, message: server.statusMessage }
  },
)

export const acceptToolsAction = memberAction(
  'tools.accept',
  z.strictObject({ serverId, hashes: z.record(z.string(), z.string()) }),
  async (member, input) => {
    await acceptTools(member, input.serverId, input.hashes)
    return null
  },
)

export const rejectToolsAction = memberAction(
  'tools.accept',
  z.strictObject({ serverId, hashes: z.record(z.string(), z.string()) }),
  async (member, input) => {
    await rejectTools(member, input.serverId, input.hashes)
    return null
  },
)

export const setCategoryAction = memberAction(
  'tools.classify',
  z.strictObject({ serverId, tool: z.string(), category: z.enum(CATEGORIES), reason: z.string() }),
  (member, { serverId: id, ...said }) => setCategory(member, id, said),
)

export const resetCategoryAction = memberAction(
  'tools.classify',
  z.strictObject({ serverId, tool: z.string() }),
  (member, input) => resetCategory(member, input.serverId, input.tool),
)

export const updateServerAction = memberAction(
  'servers.manage',
  z.strictObject({
    serverId,
    name: z.string().optional(),
    url: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  async (member, { serverId: id, ...change }) => {
    const server = await updateServer(member, id, change)
    return { ready: server.status === 'ready', tools: server.tools, message: server.statusMessage }
  },
)

export const deleteServerAction = memberAction(
  'servers.manage',
  z.strictObject({ serverId }),
  async (member, input) => {
    await deleteServer(member, input.serverId)
    return null
  },
)

export const rotateConnectorAction = memberAction(
  'servers.manage',
  z.strictObject({ serverId }),
  async (member, input) => {
    const { connectorKey } = await rotateConnector(member, input.serverId)
    return { connectorKey }
  },
)

export const changeRecordingAction = memberAction(
  'servers.manage',
  z.strictObject({
    serverId,
    mode: z.enum(['names', 'mentioned', 'all']).optional(),
    days: z.number().optional(),
  }),
  async (member, { serverId: id, ...change }) => {
    await changeRecording(member, id, change)
    return null
  },
)

export const eraseValuesAction = memberAction(
  'servers.manage',
  z.strictObject({ serverId }),
  async (member, input) => {
    await eraseValues(member, input.serverId)
    return null
  },
)
