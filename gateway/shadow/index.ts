export { createShadows, type Shadowed, type Shadows } from './shadows.ts'
