// Loaded before a replica (`--import`): its clock is SHIFT_CLOCK_MS off, as a machine's is whose time was
// never set. Everything that JavaScript is told of the time of day is off; timers and durations are not.
const shift = Number(process.env.SHIFT_CLOCK_MS ?? 0)
const TrueDate = Date

class ShiftedDate extends TrueDate {
  constructor(...parts) {
    if (parts.length === 0) super(TrueDate.now() + shift)
    else super(...parts)
  }
  static now() {
    return TrueDate.now() + shift
  }
}
if (shift !== 0) globalThis.Date = ShiftedDate
