import { apiRoute, approvals } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(approvals.approve)
