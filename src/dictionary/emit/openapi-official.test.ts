// What is handed out as OpenAPI 3.1 holds the official JSON Schema of the specification (spec.openapis.org/oas/3.1/schema).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAuthored } from '../author/compile-authored.ts';
import type { Plan } from '../plan.ts';
import { authoredDictionaries, authoredLanguages } from '../testing/authored.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { emitOpenApi } from './openapi.ts';

/** What the schema says; the validator changes what it is given. */
async function faultsOf(document: object): Promise<readonly unknown[]> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(
    structuredClone(document) as Parameters<typeof validator.validate>[0],
  );
  if (valid) expect(validator.version).toBe('3.1');
  return valid ? [] : [errors].flat();
}

const documentsOf = (plan: Plan) => plan.entities.map((entity) => emitOpenApi(entity, testTargets(plan)));

describe('OpenAPI', () => {
  it('of the county holds the official schema', async () => {
    for (const document of documentsOf(testPlan())) expect(await faultsOf(document)).toEqual([]);
  });

  it('of whatever dictionary holds it', async () => {
    await fc.assert(
      fc.asyncProperty(authoredDictionaries, async (given) => {
        const { plan } = compileAuthored(given, authoredLanguages);
        for (const document of documentsOf(plan as Plan)) expect(await faultsOf(document)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it("of the node's own API holds it", async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../openapi.json'), 'utf8');
    expect(await faultsOf(JSON.parse(text) as object)).toEqual([]);
  });

  it.each([
    ['a version that is none', { openapi: '3.1' }],
    ['no title', { info: { version: '1' } }],
    ['a member of another name', { component: {} }],
    ['neither components, paths nor webhooks', { components: undefined }],
    ['a component with a space in its name', { components: { schemas: { 'a b': {} } } }],
  ])('and %s is found out', async (_, change) => {
    const [document] = documentsOf(testPlan());
    expect((await faultsOf({ ...document, ...change })).length).toBeGreaterThan(0);
  });
});
