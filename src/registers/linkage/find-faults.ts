/** What is odd about the rows that were linked, counted and shown by a few keys; every row stays. */
import type { Engine } from '../../platform/analysis/engine.ts';
import type { FindingCode, LinkageFinding } from './model.ts';
import type { FieldSettings, LinkageSettings } from './settings.ts';

interface Question {
  readonly code: FindingCode;
  readonly severity: 'warning' | 'note';
  readonly field?: string;
  /** Condition on `given g` and `records r`. */
  readonly where: string;
}

const SHOWN = 3;

/** @param batch only rows of this batch; all when absent */
export async function findFaults(engine: Engine, settings: LinkageSettings, batch?: number): Promise<LinkageFinding[]> {
  const questions = Object.entries(settings.fields).flatMap(([f, field]) => questionsOf(f, field));
  const counted = questions.map(({ where }, i) => `count(*) filter (${where})::integer as n${String(i)}`).join(', ');
  const shown = questions.map(
    ({ where }, i) => `(array_agg(g.key order by g.rid) filter (${where}))[1:${String(SHOWN)}] as s${String(i)}`,
  );
  const only = batch === undefined ? '' : `where g.batch = ${String(batch)}`;
  const rows = await engine.rows<Record<string, unknown>>(
    `select s.name, count(*)::integer as rows, ${counted}, ${shown.join(', ')} from given g join records r using (rid) join sources s on s.source = g.source ${only} group by s.name order by s.name`,
  );
  const found = rows.flatMap((row) =>
    questions.flatMap(({ code, severity, field }, i): LinkageFinding[] => {
      const count = Number(row[`n${String(i)}`]);
      // A column that is nowhere was said before.
      if (count === 0 || (code === 'empty-name' && count === row['rows'] && count > 1)) return [];
      const samples = (row[`s${String(i)}`] as string[] | null) ?? [];
      return [{ code, severity, source: String(row['name']), ...(field !== undefined && { field }), count, samples }];
    }),
  );
  return [...found, ...(await giants(engine, settings)), ...(await identifiers(engine, settings))];
}

function questionsOf(f: string, field: FieldSettings): Question[] {
  if (field.kind === 'name') return [{ code: 'empty-name', severity: 'warning', field: f, where: `r.${f} is null` }];
  if (field.kind === 'date') {
    const whole = `regexp_matches(g.${f}_text, '\\d+\\D+\\d+\\D+\\d+')`;
    const where = `g.${f}_text is not null and (r.${f}_y is null or ${whole} and r.${f}_d is null)`;
    return [{ code: 'impossible-date', severity: 'warning', field: f, where }];
  }
  if (field.kind !== 'identifier') return [];
  const none = Object.keys(field.forms)
    .map((form) => `r.${f}_${form} is null`)
    .join(' and ');
  return [
    { code: 'no-identifier', severity: 'warning', field: f, where: `g.${f}_text is not null and ${none}` },
    {
      code: 'letters-for-digits',
      severity: 'note',
      field: f,
      where: `regexp_matches(g.${f}_text, '[A-Za-z]') and not (${none})`,
    },
  ];
}

async function giants(engine: Engine, { blocks }: LinkageSettings): Promise<LinkageFinding[]> {
  const rows = await engine.rows<{ rule: number; n: number }>(
    'select rule, sum(members)::integer as n from giants group by rule order by rule',
  );
  return rows.map(({ rule, n }) => ({
    code: 'giant-block',
    severity: 'warning',
    count: n,
    samples: [(blocks[rule] ?? []).join(' + ')],
  }));
}

/** The guarded identifier: held by two who are not one, or two of it by who else would be one. */
async function identifiers(engine: Engine, { guards }: LinkageSettings): Promise<LinkageFinding[]> {
  if (guards.verified === undefined) return [];
  const [field = ''] = guards.verified.split('.');
  const column = guards.verified.replace('.', '_');
  const [shared] = await engine.rows<{ n: number; samples: string[] | null }>(
    `select count(*)::integer as n, (array_agg(id order by id))[1:${String(SHOWN)}] as samples from (
       select ${column} as id from records r left join clusters c using (rid) where ${column} is not null group by 1 having count(distinct coalesce(c.head, r.rid)) > 1)`,
  );
  const [torn] = await engine.rows<{ n: number; samples: string[] | null }>(
    `select count(*)::integer as n, (array_agg(g.key order by g.rid))[1:${String(SHOWN)}] as samples from review v join given g on g.rid = v.a where reason = 'two-identifiers'`,
  );
  const say = (code: FindingCode, row: typeof shared): LinkageFinding[] =>
    row && row.n > 0 ? [{ code, severity: 'warning', field, count: row.n, samples: [...(row.samples ?? [])] }] : [];
  return [...say('identifier-of-two', shared), ...say('two-identifiers', torn)];
}
