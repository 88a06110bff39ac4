export type { SenderConfig } from './deliver.ts'
export type { MailSettings } from './mail.ts'
export { createSender, type Sender, type SenderTimes } from './sender.ts'
