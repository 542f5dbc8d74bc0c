/**
 * Stands for `typebox` in the browser (see vite.config.ts), where contracts serve as addresses only: the server checks
 * what goes in and what comes out. Saves 20 kB of the first load; the types still come from the real library.
 */
const schema = { properties: {} };

const Type = new Proxy({}, { get: () => () => schema });

export { Type };
// The library's own default export is what contracts import.
export default Type;
