import { apiKeys, apiRoute } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(apiKeys.revoke)
