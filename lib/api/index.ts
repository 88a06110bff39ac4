export { openApiDocument } from './openapi.ts'
export {
  apiKeys,
  approvals,
  audit,
  baseline,
  calls,
  catalogue,
  grants,
  imports,
  members,
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
