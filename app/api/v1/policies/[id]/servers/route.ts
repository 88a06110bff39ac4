import { apiRoute, policies } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(policies.servers, policies.serve)
