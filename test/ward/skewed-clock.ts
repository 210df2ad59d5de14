/*
 * Loaded before a program (`--import`), makes its clock wrong by HOMEWARD_TEST_CLOCK_AHEAD ms, as that of a machine nobody has
 * set: whatever the program asks for the time is answered so. What counts how long something takes (timers,
 * `performance`) goes on as before, as it would there.
 */
const ahead = Number(process.env['HOMEWARD_TEST_CLOCK_AHEAD']);
const RightDate = Date;

globalThis.Date = new Proxy(RightDate, {
  construct: (_, given: [], newTarget) =>
    Reflect.construct(RightDate, given.length === 0 ? [RightDate.now() + ahead] : given, newTarget) as object,
  apply: () => new RightDate(RightDate.now() + ahead).toString(),
  get: (target, property) =>
    property === 'now' ? () => RightDate.now() + ahead : (Reflect.get(target, property) as unknown),
});
