export { resetCategory, setCategory } from './categories.ts'
export { classifyListed, classifyTools } from './classify-tools.ts'
export { type ConnectorKey, registerConnector, rotateConnector } from './connectors.ts'
export { Feed } from './feed.ts'
export { checkName, checkServerUrl } from './input.ts'
export { changeRecording, eraseValues, getRecording } from './recording.ts'
export { type Registration, type RegistrationEvent, registerServer, saveRegistered } from './register.ts'
export { type Effect, listToolChanges, type ReviewedDefinition, type ToolReview } from './review.ts'
export {
  deleteServer,
  getServer,
  listServers,
  refreshServer,
  type ServerChange,
  updateServer,
} from './servers.ts'
export { acceptTools, listToolSummaries, listTools, rejectTools } from './tools.ts'
