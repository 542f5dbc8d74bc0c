/** Every address of the web is a function here; nobody writes one by hand. Routes use the same words (routes.tsx). */
const at = (...parts: readonly (string | number)[]) => `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

/** Adds a view's settings: `withView(paths.tasks(), { state: 'overdue' })`. Empty values fall away. */
export function withView(path: string, view: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  search: (q: string) => withView('/search', { q }),

  work: () => '/work',
  workItem: (id: number | string) => at('work', id),
  loadMine: () => '/work/load',
  lastResult: () => '/work/last-result',

  strategy: () => '/strategy',
  tasks: () => '/strategy/tasks',
  importTasks: () => '/strategy/import-tasks',
  task: (code: string) => at('strategy', 'tasks', code),
  objective: (code: string) => at('strategy', 'objectives', code),
  indicators: () => '/strategy/indicators',
  indicator: (code: string) => at('strategy', 'indicators', code),
  documents: () => '/strategy/documents',
  document: (code: string) => at('strategy', 'documents', code),
  consultations: () => '/strategy/consultations',
  consultation: (code: string) => at('strategy', 'consultations', code),

  architecture: () => '/architecture',
  flows: () => '/architecture/flows',
  system: (code: string) => at('architecture', 'systems', code),
  dataset: (code: string) => at('architecture', 'datasets', code),

  governance: () => '/governance',
  registerTerms: (register: string) => at('governance', 'registers', register),
  agreements: () => '/governance/agreements',
  agreement: (code: string) => at('governance', 'agreements', code),
  newAgreement: () => '/governance/agreements/new',
  requests: () => '/governance/requests',
  newRequest: (register?: string) => withView('/governance/requests/new', { register }),
  request: (code: string) => at('governance', 'requests', code),
  editRequest: (code: string) => at('governance', 'requests', code, 'edit'),
  matrix: () => '/governance/matrix',
  gaps: () => '/governance/gaps',
  why: () => '/governance/why',

  dictionary: () => '/dictionary',
  element: (code: string) => at('dictionary', 'elements', code),
  entities: () => '/dictionary/entities',
  entity: (name: string) => at('dictionary', 'entities', name),
  codeLists: () => '/dictionary/code-lists',
  codeList: (list: string) => at('dictionary', 'code-lists', list),
  codeChanges: (list: string) => at('dictionary', 'code-lists', list, 'changes'),
  crosswalks: (list: string) => at('dictionary', 'code-lists', list, 'crosswalks'),
  crosswalk: (list: string, other: string) => at('dictionary', 'code-lists', list, 'crosswalks', other),
  importCrosswalk: (list: string) => at('dictionary', 'code-lists', list, 'import-crosswalk'),
  recut: (list: string) => at('dictionary', 'code-lists', list, 'recut'),
  importCodes: (list: string) => at('dictionary', 'code-lists', list, 'import'),
  releases: () => '/dictionary/releases',
  release: (number: number) => at('dictionary', 'releases', number),
  overlay: () => '/dictionary/overlay',
  proposals: () => '/dictionary/proposals',
  proposal: (number: number) => at('dictionary', 'proposals', number),
  proposalEntry: (number: number, kind: string, key: string) => at('dictionary', 'proposals', number, kind, key),
  mappings: () => '/dictionary/mappings',
  mappingDebt: () => withView('/dictionary/mappings', { tab: 'debt' }),
  mapping: (code: string) => at('dictionary', 'mappings', code),
  importDictionary: () => '/dictionary/import',

  registers: () => '/registers',
  onceOnly: () => '/registers/once-only',
  authorities: () => '/registers/authorities',
  corrections: () => '/registers/corrections',
  correction: (id: string) => at('registers', 'corrections', id),
  duplicates: () => '/registers/duplicates',
  duplicate: (id: string) => at('registers', 'duplicates', id),
  goldenPerson: (id: string) => at('registers', 'people', id),
  radar: () => '/registers/radar',
  dispute: (id: string) => at('registers', 'disputes', id),
  register: (register: string) => at('registers', register),
  record: (register: string, id: string) => at('registers', register, 'records', id),
  newRecord: (register: string) => at('registers', register, 'new'),
  load: (register: string) => at('registers', register, 'load'),
  bodyList: (register: string) => at('registers', register, 'list'),
  prefill: (register: string) => at('registers', register, 'prefill'),
  loadResult: (register: string, load: string | number) => at('registers', register, 'loads', load),
  loads: (register: string) => at('registers', register, 'loads'),
  quality: (register: string) => at('registers', register, 'quality'),
  qualityOverview: () => '/quality',
  scoreboard: () => '/quality/board',
  defects: () => '/quality/defects',
  defect: (id: string) => at('quality', 'defects', id),
  registerApi: (register: string) => at('registers', register, 'api'),
  registerPeople: (register: string) => at('registers', register, 'people'),
  editRecord: (register: string, id: string) => at('registers', register, 'records', id, 'edit'),

  sharing: () => '/exchange/catalogue',
  api: (register: string) => at('exchange', 'catalogue', register),
  evidence: (entry: string) => at('exchange', 'evidence', entry),
  clientKeys: () => '/exchange/keys',
  sandbox: () => '/exchange/sandbox',
  connectors: () => '/exchange/connectors',
  newConnector: () => '/exchange/connectors/new',
  connector: (code: string) => at('exchange', 'connectors', code),
  editConnector: (code: string) => at('exchange', 'connectors', code, 'edit'),
  webhooks: () => '/exchange/webhooks',
  newWebhook: () => '/exchange/webhooks/new',
  webhook: (code: string) => at('exchange', 'webhooks', code),
  editWebhook: (code: string) => at('exchange', 'webhooks', code, 'edit'),
  apiReference: () => '/api',

  nodes: () => '/exchange/nodes',
  node: (name: string) => at('exchange', 'nodes', name),
  charter: () => '/exchange/charter',
  nodeFlow: () => '/exchange/flow',
  feeds: () => '/exchange/feeds',
  metVersions: () => '/exchange/met-versions',

  audit: () => '/audit',
  auditEntry: (id: string) => at('audit', id),

  bodies: () => '/bodies',
  mergeBodies: (from?: string) => withView('/bodies/merge', { from }),
  merges: () => '/bodies/merges',
  merge: (id: string) => at('bodies', 'merges', id),
  body: (code: string) => at('bodies', code),
  /** A body's part of a register: the address names the body, so a refusal can speak of it. */
  bodyRegister: (code: string, register: string) => at('bodies', code, 'registers', register),
  bodyRecord: (code: string, register: string, id: string) => at('bodies', code, 'registers', register, id),

  gallery: () => '/dev/gallery',
} as const;
