import { apiRoute, notices } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(notices.replay)
