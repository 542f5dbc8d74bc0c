/** The rooms from left to right, with platform's own parts first: the order of migrations. */
export const migratedRooms = [
  'platform',
  'platform/changes',
  'platform/ledger',
  'platform/identity',
  'platform/work',
  'platform/jobs',
  'platform/marks',
  'bodies',
  'dictionary',
  'governance',
  'records',
  'quality',
  'registers',
  'exchange',
  'architecture',
  'strategy',
] as const;
