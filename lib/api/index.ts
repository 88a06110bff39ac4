export { openApiDocument } from './openapi.ts'
export {
  audit,
  calls,
  grants,
  imports,
  notices,
  operations,
  organisation,
  policies,
  servers,
  tools,
} from './operations/index.ts'
export { apiRoute, type RouteHandler, unknownRoute } from './route.ts'
