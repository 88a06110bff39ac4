export { openApiDocument } from './openapi.ts'
export {
  approvals,
  audit,
  calls,
  catalogue,
  grants,
  imports,
  notices,
  operations,
  organisation,
  policies,
  proposals,
  recording,
  servers,
  shadows,
  simulations,
  stops,
  tools,
  usage,
} from './operations/index.ts'
export { apiRoute, type RouteHandler, unknownRoute } from './route.ts'
