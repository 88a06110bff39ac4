export {
  DECISION_KEY,
  type DecisionNote,
  deniedMethod,
  deniedResult,
  errorOf,
  refusedMessage,
  unknownTool,
} from './answer.ts'
export { type Allows, bringsNews, clientName, paramsForServer, serverOffer } from './capabilities.ts'
export { ERROR, type ErrorCode, type Refusal } from './error.ts'
export {
  type CheckedHeaders,
  checkHeaders,
  decodeHeaderValue,
  encodeHeaderValue,
  type ProtocolHeaders,
  protocolHeaders,
} from './headers.ts'
export {
  type McpMessage,
  type McpNotification,
  type McpRequest,
  type McpResponse,
  MESSAGE_BOUNDS,
  type ReadMessage,
  type RequestId,
  readMessage,
  usableId,
} from './message.ts'
export { type AskGroup, findMethod, type MessageGroup } from './method.ts'
export {
  mismatchedParamHeader,
  type ParamHeader,
  paramHeadersOf,
  writeParamHeaders,
} from './param-headers.ts'
export { isToolName } from './params.ts'
export {
  answeredGroup,
  declaredFeatures,
  type Feature,
  featuresOf,
  type Question,
  questionOf,
} from './question.ts'
export {
  privateResult,
  type Reply,
  type ResultKind,
  readReply,
  requestMessage,
  responseMessage,
  responseText,
  resultKind,
} from './reply.ts'
export { type SseComment, type SseEvent, SseSplitter, SseTooLarge, writeEvent } from './sse.ts'
export {
  ACKNOWLEDGED,
  acknowledgement,
  allowedSubscriptions,
  asksFor,
  inSubscription,
  LIST_CHANGED,
  listChanged,
  subscriptionOf,
} from './subscription.ts'
export { asksForTask, declaresTasks, missingTasks, supportsTasks } from './task.ts'
export {
  ASSUMED_VERSION,
  type Era,
  eraOf,
  META,
  MODERN_VERSION,
  modernMeta,
  NEWEST_LEGACY_VERSION,
  SUPPORTED_VERSIONS,
  unsupported,
} from './versions.ts'
