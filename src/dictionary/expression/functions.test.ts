import { expect, it } from 'vitest';
import { expressionFunctions } from '../expression-contract.ts';
import { functions, specialFunctions } from './functions.ts';

it('offers in the editor every function of the language, and no other', () => {
  const offered = expressionFunctions.map((call) => call.slice(0, call.indexOf('(')));
  expect(offered.toSorted()).toEqual([...new Set([...Object.keys(functions), ...specialFunctions])].toSorted());
});
