import { apiRoute, organisation } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(organisation.quotas)
