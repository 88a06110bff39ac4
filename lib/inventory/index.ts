export type { ToolAccess } from './access.ts'
export {
  INVENTORY_EFFECTS,
  INVENTORY_PAGE,
  type Inventory,
  type InventoryEffect,
  type InventoryFilter,
  type InventoryItem,
  listInventory,
  UNUSED_DAYS,
} from './inventory.ts'
export { type BaselineChange, type BaselinePreview, previewBaseline } from './preview.ts'
