import { apiRoute, baseline } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(baseline.get, baseline.publish)
