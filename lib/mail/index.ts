export { isLocalMailbox, type KeptLetter, type KeptMail, listMailbox, readMail } from './mailbox.ts'
export { type MailMode, mailMode } from './mode.ts'
export { type Outgoing, prepareMail, sendMail } from './send.ts'
