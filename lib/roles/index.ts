export {
  deedOf,
  isPermission,
  mayGive,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  roleMay,
  rolesThatMay,
  whoMay,
} from './permissions.ts'
export { ROLE_WORDS, ROLES, type Role, roleOf } from './roles.ts'
