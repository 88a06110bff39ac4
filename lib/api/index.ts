export { openApiDocument } from './openapi.ts'
export {
  accounts,
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
  recording,
  servers,
  shadows,
  stops,
  tools,
  usage,
} from './operations/index.ts'
export { apiRoute, type RouteHandler, unknownRoute } from './route.ts'
