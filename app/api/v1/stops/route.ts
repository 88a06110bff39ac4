import { apiRoute, stops } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(stops.list, stops.set)
