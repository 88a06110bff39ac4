export { type Registration, type RegistrationEvent, registerServer } from './register.ts'
export {
  deleteServer,
  getServer,
  listServers,
  refreshServer,
  type ServerChange,
  updateServer,
} from './servers.ts'
export { acceptTools, listToolSummaries, listTools } from './tools.ts'
