/** The front door of governance. */
export { governanceRoom } from './room.ts';
export { decide, rules } from './decide.ts';
export type { Question } from './decide.ts';
export { authorizer } from './authorizer.ts';
export { declarePermissions, visibleBodies, refusedOrAbsent } from './scope.ts';
export { explain } from './explain.ts';
export { findRegister, listRegisters, getRegister } from './store/register.ts';
export { publishRegister } from './publish-register.ts';
export { activeGrants, answerTimes } from './read.ts';
export type { Agreement, Grant, Register } from './model.ts';
