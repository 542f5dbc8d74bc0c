// Imports point left. One array gives the rules; test/architecture.test.ts proves that every file was seen.
export const order = [
  'platform',
  'bodies',
  'dictionary',
  'governance',
  'records',
  'quality',
  'registers',
  'exchange',
  'architecture',
  'strategy',
];

const pointsLeft = order.slice(0, -1).map((room, i) => ({
  name: `${room}-points-left`,
  comment: `${room} may import only from rooms to its left`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${order.slice(i + 1).join('|')})/` },
}));

export default {
  forbidden: [
    ...pointsLeft,
    {
      name: 'enter-by-the-front-door',
      comment: 'another room is entered through its index.ts or contract.ts (platform is the floor: any file)',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: `^src/(${order.slice(1).join('|')})/`,
        pathNot: ['^src/$1/', '/(index|contract|[^/]+-contract)\\.ts$'],
      },
    },
    {
      name: 'pure-files-do-no-io',
      comment: 'engines, models, contracts and problems know no database, file, socket or web framework',
      severity: 'error',
      from: {
        path: [
          '/(model|contract|problems|permissions|plan|parse|check|diff|decide|compare|merkle)\\.ts$',
          '/emit/',
          '/expression/',
        ],
        pathNot: '\\.test\\.ts$',
      },
      to: {
        path: ['^src/platform/db/(db|embedded|migrate)\\.ts$', '^node:(fs|net|http)', 'node_modules/(pg|fastify)/'],
        // A pure file may speak of a database (a type), never use one.
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'a circle closed by a type, or by a command that is loaded when it is asked for, is none at run time',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'node-is-the-top',
      comment: 'only entry points and tests may import node.ts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|start|cli|node|demo)' },
      to: { path: '^src/(node|main|start|cli|demo)' },
    },
    {
      name: 'web-sees-contracts-only',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/[^/]+/contract\\.ts$',
          // Of a part of a room.
          '^src/[^/]+/[^/]+/contract\\.ts$',
          // A part of a contract too long for one file.
          '^src/[^/]+/[^/]+-contract\\.ts$',
          // The contract of a part of a room.
          '^src/[^/]+/[^/]+/contract\\.ts$',
          '^src/[^/]+/[^/]+/[^/]+-contract\\.ts$',
          '^src/platform/http/(endpoint|call)\\.ts$',
          '^src/platform/(texts|decision|search/fold)\\.ts$',
          '^src/platform/[^/]+/contract\\.ts$',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
