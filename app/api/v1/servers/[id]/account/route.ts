import { accounts, apiRoute } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(accounts.get, accounts.remove)
