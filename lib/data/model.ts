// The plain values that leave lib/data: no Prisma type, no secret, nothing another tenant owns.
export {
  type CallRow,
  type Grant,
  type GrantClient,
  STOP_SCOPES,
  type Stop,
  type StopScope,
} from './model/grants.ts'
export type {
  Channel,
  Delivery,
  NoticedEvent,
} from './model/notices.ts'
export {
  type ApiKey,
  type AuditEvent,
  type Member,
  type Organisation,
  type Page,
  type Person,
  type RequestOrigin,
  ROLES,
  type Role,
} from './model/people.ts'
export type {
  Draft,
  PolicySummary,
  PolicyVersion,
  PolicyWithVersion,
  Proposal,
  Shadow,
  ShadowVerdict,
} from './model/policies.ts'
export type {
  CategoryOverride,
  Connector,
  Evidence,
  Server,
  ServerStatus,
  Tool,
  ToolRisk,
  ToolSummary,
} from './model/servers.ts'
