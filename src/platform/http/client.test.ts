import { expect, it } from 'vitest';
import { isApiCall } from './client.ts';

const from = (headers: Record<string, string>) => isApiCall({ headers });

it('counts programs, and pages that try the API on purpose', () => {
  expect(from({ accept: '*/*' })).toBe(true);
  expect(from({})).toBe(true);
  expect(from({ 'x-artery-client': 'api', accept: 'application/json' })).toBe(true);
});

it('does not count our pages, nor a link that a browser follows', () => {
  expect(from({ 'x-artery-client': 'web', accept: 'application/json' })).toBe(false);
  expect(from({ accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })).toBe(false);
});
