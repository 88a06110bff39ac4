export { type ChannelSecret, openChannel, sealChannel } from './sealed.ts'
export { newSigningSecret, signatureHeaders } from './sign.ts'
