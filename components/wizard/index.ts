export { RuleWizard } from './rule-wizard.tsx'
export type { RuleView, WizardTool } from './view.ts'
export { type WizardStart, wizardFor } from './wizard-for.ts'
