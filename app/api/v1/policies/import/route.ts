import { apiRoute, imports } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(imports.importPolicy)
