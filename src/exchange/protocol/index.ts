/** The protocol between nodes: one engine, run by the product on PostgreSQL and HTTP, and by the simulation in memory. */
export { endsSnapshot, newSubscription, stepConsumer } from './consumer.ts';
export { closedFence, stepFence, type FenceEffect, type FenceEvent, type FenceState, type LostRange } from './fence.ts';
export { printLine, readLine, type Gone, type Line, type Upsert } from './line.ts';
export type {
  Answer,
  ConsumerEffect,
  ConsumerEvent,
  ConsumerState,
  Cursor,
  Fault,
  PagesAnswer,
  Phase,
  Ports,
  ProviderEffect,
  ProviderEvent,
  ProviderState,
  Seat,
  Step,
  StreamCheckpoint,
  StreamHead,
} from './model.ts';
export { appendPages, droppable, newStream, openEpoch, rootOf, stepProvider, writePages } from './provider.ts';
export { isLostAtHome, judgeHeld, renewedVersion, type OwnVersion, type Returned } from './recovery.ts';
export {
  checkBody,
  leafOf,
  linesOf,
  MalformedPageError,
  MOST_BYTES,
  MOST_LINES,
  printPage,
  readPages,
  recordRoot,
  SALT_BYTES,
  type Page,
  type PageContent,
  type PageHeader,
  type PageKind,
} from './page.ts';
export { verifyPages, type Verified } from './verify.ts';
