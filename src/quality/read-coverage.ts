/** What has no rule, and every register's score on one page. */
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import type { Answer } from '../platform/http/endpoint.ts';
import { openRegister } from '../records/index.ts';
import type { getCoverage, listQuality, RegisterScore } from './contract.ts';
import { frameworkOf } from './framework.ts';
import { readScores } from './read-scores.ts';

export const readCoverage = async (context: Context, register: string): Promise<Answer<typeof getCoverage>> =>
  coverageOf(context, register, await readScores(context, register));

async function coverageOf(
  context: Context,
  register: string,
  scores: RegisterScore,
): Promise<Answer<typeof getCoverage>> {
  const { entity } = await openRegister(context.db, register);
  const single = new Set(scores.fields.map(({ field }) => field));
  const several = new Set(entity.checks.flatMap(({ fields }) => fields));
  const rules = scores.fields.flatMap((field) => field.rules.map((rule) => ({ ...rule, single: field.field !== '' })));
  const measured = new Set(rules.filter(({ score }) => score.assessed > 0).map(({ dimension }) => dimension));
  const lines = entity.fields.map(({ name, names, element }) => ({ field: name, names, element }));
  // A rule between fields has a name of its own; here they count together.
  const kinds = Map.groupBy(rules, (rule) => (rule.single ? rule.rule : 'cross-field'));
  return {
    register,
    fields: entity.fields.length,
    without: lines.filter(({ field }) => !single.has(field) && !several.has(field)),
    together: lines.filter(({ field }) => !single.has(field) && several.has(field)),
    rules: [...kinds].map(([rule, own]) => ({
      rule,
      rules: own.length,
      assessed: own.reduce((sum, { score }) => sum + score.assessed, 0),
    })),
    unmeasured: frameworkOf(context.profile)
      .qualities.filter(({ code }) => !measured.has(code))
      .map(({ code, names }) => ({ criterion: code, names: names ?? {} })),
  };
}

export async function readOverview(context: Context): Promise<Answer<typeof listQuality>> {
  const { qualities, bands } = frameworkOf(context.profile);
  const registers = await listRegisters(context.db);
  const items = await Promise.all(
    registers.map(async ({ name, names }) => {
      const scores = await readScores(context, name);
      const coverage = await coverageOf(context, name, scores);
      const rules = scores.fields.flatMap((field) => field.rules);
      return {
        ...{ register: name, names, score: scores.score, criteria: scores.criteria },
        rules: rules.filter((rule) => rule.score.assessed > 0).length,
        stopped: rules.filter(({ reason }) => reason !== null).length,
        ...{ fields: coverage.fields, uncovered: coverage.without.length },
      };
    }),
  );
  return {
    qualities: qualities.map(({ code, names, weight }) => ({ code, names: names ?? {}, weight })),
    bands,
    items,
  };
}
