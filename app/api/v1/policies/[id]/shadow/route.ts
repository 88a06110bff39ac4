import { apiRoute, shadows } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(shadows.begin)
