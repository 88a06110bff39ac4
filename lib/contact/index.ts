export { type ContactForm, sendContactMessage } from './contact.ts'
