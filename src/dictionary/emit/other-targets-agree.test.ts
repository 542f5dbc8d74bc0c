// docs/semantics.md for the targets that are read by other programs: Table Schema, TypeScript, OpenAPI, Excel.
import { randomInt } from 'node:crypto';
import excel from 'exceljs';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { EntityPlan, Plan } from '../plan.ts';
import { prepareTargets } from '../targets.ts';
import { compareCase, newTally, summary, unproven } from '../testing/agreement/compare.ts';
import { codesToday, dictionaries, entityOf, TODAY } from '../testing/agreement/dictionaries.ts';
import { byAjv, cellOf, schemaOf, type Case, type Judge } from '../testing/agreement/judge.ts';
import { brokenRules, type Json } from '../testing/agreement/oracle.ts';
import { readPromise } from '../testing/agreement/rules.ts';
import { fitsTableSchema, type TableSchemaDocument } from '../testing/agreement/table-schema-checker.ts';
import { rowsOf } from '../testing/agreement/values.ts';
import { testPlan } from '../testing/dictionary.ts';
import { planCodes } from '../validate/lookup.ts';
import { compileValidator } from '../validate/validate.ts';
import { entityTemplate } from '../template.ts';
import { emitOpenApi } from './openapi.ts';
import { emitTableSchema } from './table-schema.ts';
import { emitTypeScript } from './typescript.ts';

const seed = randomInt(2 ** 31);
const promise = readPromise();
const casesOf = (count: number, rows: number): readonly Case[] =>
  fc.sample(dictionaries, { numRuns: count, seed }).map((plan, i) => {
    const entity = entityOf(plan);
    return { plan, entity, rows: fc.sample(rowsOf(entity), { numRuns: rows, seed: seed + i }) };
  });
const options = (plan: Plan) => ({ language: 'en', release: 1, codes: codesToday(plan) });
const bare = (key: string) => key;

describe(`the other targets (seed ${String(seed)})`, () => {
  it('Table Schema says what the page promises', () => {
    const tally = newTally();
    for (const one of casesOf(30, 30)) {
      const { iris } = prepareTargets(one.plan, {
        ...{ language: 'en', release: 1, baseIri: undefined, publisher: { en: 'x' } },
        ...{ translator: () => bare, isInvented: false },
      });
      const more = { ...options(one.plan), iris, entity: () => one.entity };
      const schema = emitTableSchema(one.entity, more) as unknown as TableSchemaDocument;
      const judge: Judge = (row, field) => {
        const value = one.rows[row]?.[field.name];
        const cell = cellOf(value);
        if (cell === undefined) return 'unseen';
        return fitsTableSchema(schema, field.name, cell ?? '') ? 'taken' : 'refused';
      };
      compareCase(one, { 'table-schema': judge }, promise, tally);
    }
    expect(summary(tally)).toEqual([]);
    expect(unproven(tally, ['table-schema'], promise)).toEqual([]);
  });

  it('the schemas in an OpenAPI document give the verdict of the JSON Schema, and every reference in it leads somewhere', () => {
    for (const { plan, entity, rows } of casesOf(6, 30)) {
      const document = emitOpenApi(entity, { ...options(plan), edition: '1' });
      const { schemas } = document['components'] as { schemas: Record<string, ReturnType<typeof schemaOf>> };
      const [own, other] = [byAjv(schemaOf(plan), rows), byAjv(schemas['Thing'] ?? {}, rows)];
      const differing = rows.flatMap((_, r) => entity.fields.filter((field) => own(r, field) !== other(r, field)));
      expect(differing).toEqual([]);
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
      expect(references.map(([, name = '']) => name in schemas)).toEqual(references.map(() => true));
    }
  });

  it('TypeScript accepts good shapes and refuses what the page says it refuses', () => {
    const judged = fc.sample(dictionaries, { numRuns: 6, seed }).flatMap(judgedByCompiler);
    expect(judged.filter((one) => one.expected !== one.got)).toEqual([]);
    expect(new Set(judged.map((one) => one.got))).toEqual(new Set([true, false]));
  }, 60_000);
});

/** One program: a constant a value, the rest of each record good; which constants the compiler objects to. */
function judgedByCompiler(plan: Plan) {
  const entity = entityOf(plan);
  const rows = fc.sample(rowsOf(entity), { numRuns: 60, seed });
  const isGood = (field: EntityPlan['fields'][number], row: (typeof rows)[number]) =>
    brokenRules(plan, field, row).size === 0;
  const good = Object.fromEntries(
    entity.fields.map((field) => [
      field.name,
      rows.find((row) => isGood(field, row) && (row[field.name] ?? null) !== null)?.[field.name],
    ]),
  );
  const tries = rows.flatMap((row) =>
    entity.fields.map((field) => ({ field, row: { ...good, [field.name]: row[field.name] } as Record<string, Json> })),
  );
  const head = `${emitTypeScript(entity, options(plan))}\n`;
  const lines = tries.map(({ row }, i) => `export const v${String(i)}: Thing = ${onOneLine(row)};`);
  const refused = new Set(errorLines(head + lines.join('\n')).map((line) => line - head.split('\n').length + 1));
  return tries.flatMap(({ field, row }, i) => {
    const said = [...brokenRules(plan, field, row)].map((rule) => promise.typescript[rule]);
    if (!said.includes('yes') && said.includes('part')) return [];
    // Where no good value of some field was met, the rest of the record is not good.
    if (entity.fields.some((one) => one !== field && one.required && good[one.name] === undefined)) return [];
    return [
      {
        name: field.name,
        value: row[field.name],
        expected: said.includes('yes'),
        got: refused.has(i),
      },
    ];
  });
}

// The compiler counts these as line ends, also inside a text.
const onOneLine = (row: unknown) =>
  JSON.stringify(row).replace(/[\u2028\u2029]/g, (one) => (one === '\u2028' ? '\\u2028' : '\\u2029'));

/** Lines, from 0, on which the compiler objects. */
function errorLines(text: string): number[] {
  const file = ts.createSourceFile('sample.ts', text, ts.ScriptTarget.ESNext, true);
  const compilerOptions: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    types: [],
    lib: ['lib.es5.d.ts'],
  };
  const host = ts.createCompilerHost(compilerOptions);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) => (name === 'sample.ts' ? file : read(name, ...more));
  const program = ts.createProgram(['sample.ts'], compilerOptions, host);
  return ts.getPreEmitDiagnostics(program, file).map(({ start = 0 }) => file.getLineAndCharacterOfPosition(start).line);
}

describe('the Excel template', () => {
  interface Validation {
    readonly type: string;
    readonly errorStyle?: string;
    readonly formulae: readonly string[];
  }
  async function validationsOf(plan: Plan, codes: ReturnType<typeof codesToday>) {
    const entity = plan.entities[0] as EntityPlan;
    const wish = { plan, release: 1, codes, language: 'en', t: bare as never, isInvented: false };
    const workbook = new excel.Workbook();
    await workbook.xlsx.load((await entityTemplate(entity, wish)) as never);
    const [sheet] = workbook.worksheets;
    const { model } = (sheet as unknown as { dataValidations: { model: Record<string, Validation> } }).dataValidations;
    const read = (range: string) => {
      const [, name = '', column = '', last = ''] = /^(.+)!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$/.exec(range) ?? [];
      const cells = Array.from(
        { length: Number(last) - 1 },
        (_, i) => workbook.getWorksheet(name)?.getCell(`${column}${String(i + 2)}`).text ?? '',
      );
      return cells;
    };
    return { entity, validations: Object.entries(model), read };
  }

  it('puts up no wall: whatever it warns of, it lets in', async () => {
    const plan = testPlan();
    const { validations } = await validationsOf(plan, codesToday(plan));
    expect(validations.length).toBeGreaterThan(0);
    expect(validations.filter(([, one]) => one.errorStyle !== 'warning')).toEqual([]);
  });

  it('offers nothing that the load would not read as just that code', async () => {
    const plan = testPlan();
    const codes = codesToday(plan);
    const { entity, validations, read } = await validationsOf(plan, codes);
    const validate = compileValidator(entity, planCodes(plan, TODAY), { settings: plan.settings, today: TODAY });
    let choices = 0;
    for (const [place, { formulae }] of validations) {
      const at = (place.codePointAt(0) ?? 0) - 'A'.charCodeAt(0);
      const field = entity.fields[at];
      const offered = read(formulae[0] ?? '');
      expect(offered.length).toBe(codes(field?.codeList?.list ?? '')?.length);
      offered.forEach((choice, i) => {
        const { values, findings } = validate(entity.fields.map((one) => (one === field ? choice : null)));
        const own = findings.filter((finding) => finding.field === field?.name);
        expect([choice, values[at], own]).toEqual([choice, codes(field?.codeList?.list ?? '')?.[i]?.code, []]);
        choices += 1;
      });
    }
    expect(choices).toBeGreaterThan(5);
  });
});
