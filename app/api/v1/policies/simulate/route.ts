import { apiRoute, simulations } from '#lib/api/index.ts'

export const { DELETE, GET, PATCH, POST, PUT } = apiRoute(simulations.simulate)
