export { openApiDocument } from './openapi.ts'
export {
  approvals,
  audit,
  calls,
  grants,
  imports,
  notices,
  operations,
  organisation,
  policies,
  recording,
  servers,
  tools,
} from './operations/index.ts'
export { apiRoute, type RouteHandler, unknownRoute } from './route.ts'
