import { apiRoute, inventory } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(inventory.list)
