export { readPerson } from './person.ts'
export { type ExportedRow, readOrganisation, readPeople, readTable } from './read.ts'
export { EXPORTED, type ExportedTable, LEFT_OUT } from './tables.ts'
