export { openApiDocument } from './openapi.ts'
export {
  approvals,
  audit,
  baseline,
  calls,
  catalogue,
  grants,
  imports,
  inventory,
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
