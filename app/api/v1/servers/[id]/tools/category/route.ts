import { apiRoute, tools } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(tools.setCategoryOf, tools.resetCategoryOf)
