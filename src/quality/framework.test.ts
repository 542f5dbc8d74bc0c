import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileOf } from '../../test/harness/context.ts';
import { Problem } from '../platform/http/problem.ts';
import { readProfile } from '../platform/profile.ts';
import { frameworkOf, usual, weightOf } from './framework.ts';

const of = (text: string) => frameworkOf(profileOf({ 'quality/framework.yaml': text }));
const refused = (text: string) => {
  try {
    of(text);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.extras['findings'] : error;
  }
};

describe('the framework of a profile', () => {
  it('is the usual one where nothing is said, and what is said where something is', () => {
    expect(frameworkOf(profileOf({}))).toEqual(usual);
    const said = of('bands: { green: 80, yellow: 60 }\nqualities: [{ code: live, weight: 2 }]\n');
    expect(said).toMatchObject({ bands: { green: 80, yellow: 60 }, clock: usual.clock });
    expect([weightOf(said, 'live'), weightOf(said, 'clean')]).toEqual([2, 0]);
  });
  it('that cannot be read says where', () => {
    expect(refused('bands: { green: 120, yellow: 60 }\n')).toEqual([expect.stringContaining('/bands/green')]);
    expect(refused('bands: { green: 60, yellow: 80 }\n')).toEqual([
      expect.stringContaining('yellow begins above green'),
    ]);
    expect(refused('clock: { cause: -1, mend: 5, fieldCheck: 15 }\n')).toEqual([
      expect.stringContaining('/clock/cause'),
    ]);
    expect(refused('')).toBeUndefined();
  });
  it('of the base lists six qualities, three of which a key must reach whole', () => {
    const party = frameworkOf(readProfile(join(import.meta.dirname, '../../profiles'), 'vn-party'));
    expect(party.qualities.map(({ code, key }) => [code, key])).toEqual([
      ['accurate', true],
      ['complete', true],
      ['clean', true],
      ['live', false],
      ['consistent', false],
      ['shared', false],
    ]);
    expect(party).toMatchObject({ codePrefix: 'SL', clock: { cause: 5, mend: 5, fieldCheck: 15 }, fairness: 10 });
  });
});
