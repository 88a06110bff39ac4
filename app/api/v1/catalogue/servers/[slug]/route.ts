import { apiRoute, catalogue } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(catalogue.get)
