import { apiRoute, recording } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(recording.get, recording.update)
