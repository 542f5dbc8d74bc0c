import { expect, it } from 'vitest';
import { settingsOf, typedOf } from './written-connector.ts';

it.each([
  ['rest', { base: 'https://a.example', path: '/p', paging: { by: 'none' }, access: { by: 'none' } }],
  [
    'rest',
    {
      ...{ base: 'https://a.example', path: '/p', items: 'data', openapi: 'https://a.example/openapi.json' },
      ...{ paging: { by: 'offset', offset: 'skip', limit: 'top', size: 100 } },
      ...{ access: { by: 'basic', user: 'u', secret: 's' }, since: { parameter: 'since', field: 'changed' } },
    },
  ],
  [
    'rest',
    {
      ...{ base: 'https://a.example', path: '/p', paging: { by: 'cursor', parameter: 'after', at: 'meta.next' } },
      access: { by: 'header', name: 'X-Key', secret: 's' },
    },
  ],
  [
    'postgresql',
    {
      host: 'db',
      port: 5433,
      database: 'd',
      schema: 'hr',
      table: 't',
      columns: ['a', 'b'],
      key: ['a'],
      user: 'u',
      secret: 's',
    },
  ],
  ['folder', { folder: 'town' }],
] as const)('the form of %s gives back what it was given', (kind, settings) => {
  expect(settingsOf(kind, typedOf(settings))).toEqual(settings);
});
