import { unknownRoute } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = unknownRoute()
