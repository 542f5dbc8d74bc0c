import { expect, it } from 'vitest';
import { breaksOf, type FlowFacts } from './conform.ts';

const flow = (change: Partial<FlowFacts> = {}): FlowFacts => ({
  route: 'platform',
  mode: 'api',
  mapped: true,
  agreement: 'TT-01',
  ends: null,
  ...change,
});

it('conforms when it goes through the platform, in the dictionary’s fields, by agreement', () => {
  expect(breaksOf(flow(), '2026-11-22')).toEqual([]);
});

it('names everything a flow breaks', () => {
  expect(breaksOf(flow({ mapped: false, agreement: null, mode: 'manual' }), '2026-11-22')).toEqual([
    'unmapped',
    'no-agreement',
    'manual',
  ]);
});

it('lets a direct link live until its day, and not a day longer', () => {
  const direct = flow({ route: 'direct', ends: '2026-11-22' });
  expect(breaksOf(direct, '2026-11-22')).toEqual([]);
  expect(breaksOf(direct, '2026-11-23')).toEqual(['direct-ended']);
});
