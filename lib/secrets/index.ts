export { hasSecretShape, isSecretKey, isSecretName } from './secrets.ts'
