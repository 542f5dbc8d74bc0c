import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOn } from '../../../test/harness/cli.ts';
import { zipOf, withEntries, withUnpackedSize } from '../../../test/harness/zips.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-radar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

interface Answer {
  readonly files: number;
  readonly forms: readonly {
    readonly form: string;
    readonly body: string | null;
    readonly drop: readonly string[];
    readonly fields: readonly { readonly field: string; readonly verdict: string; readonly target: Target | null }[];
  }[];
  readonly bodies: readonly {
    readonly body: string;
    readonly forms: number;
    readonly counts: { readonly held: number };
  }[];
  readonly findings: readonly { readonly file: string; readonly code: string; readonly remedy: string }[];
  readonly measured?: {
    readonly labels: number;
    readonly right: number;
    readonly precision: number;
    readonly recall: number;
  };
}
interface Target {
  readonly register: string;
  readonly element: string;
  readonly confidence: number;
}

const artery = commandsOn(join(folder, 'no-data'));
const radar = async (...args: string[]) => {
  const { exit, json, stdout } = await artery(['radar', ...args, '--lang', 'en']);
  return { exit, stdout, answer: args.includes('--json') ? json<Answer>() : undefined };
};

// What the county's registers hold, as a description of their tables.
const held = put(
  'held/people.sql',
  `CREATE TABLE person (
     citizen_no varchar(12) PRIMARY KEY,
     full_name varchar(100) NOT NULL,
     birth_date date,
     home_parish varchar(5)
   );`,
);
const asks = { fullName: 'Full name', birthDate: 'Birth date', wishes: 'Wishes' };

/** The verdict on each field by its name, and whether it left with 1: something is to be dropped. */
async function verdictsOf(file: string) {
  const { exit, answer } = await radar(file, '--authorities', held, '--json');
  const fields = answer?.forms.flatMap((form) => form.fields) ?? [];
  return { exit, verdicts: Object.fromEntries(fields.map(({ field, verdict }) => [field, verdict])), answer };
}

describe('artery radar reads forms of every kind', { timeout: 60_000 }, () => {
  it('CSV', async () => {
    const csv = put('survey.csv', 'Citizen no,Full name,Birth date,Wishes\n099000000001,A. Body,1980-02-01,none\n');
    const { exit, verdicts, answer } = await verdictsOf(csv);
    expect(exit).toBe(1);
    expect(verdicts).toEqual({
      'Citizen no': 'held',
      [asks.fullName]: 'held',
      [asks.birthDate]: 'held',
      [asks.wishes]: 'not-held',
    });
    expect(answer?.forms[0]?.drop).toEqual([asks.fullName, asks.birthDate]);
  });

  it('DDL', async () => {
    const ddl = put('survey.sql', 'CREATE TABLE survey (citizen_no varchar(12), full_name text, wishes text);');
    const { verdicts } = await verdictsOf(ddl);
    expect(verdicts).toEqual({ citizen_no: 'held', full_name: 'held', wishes: 'not-held' });
  });

  it('JSON Schema', async () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Survey',
      type: 'object',
      properties: {
        citizen_no: { type: 'string' },
        birth_date: { type: 'string', format: 'date' },
        wishes: { type: 'string' },
      },
    };
    const { verdicts } = await verdictsOf(put('survey.json', JSON.stringify(schema)));
    expect(verdicts).toEqual({ citizen_no: 'held', birth_date: 'held', wishes: 'not-held' });
  });

  it('ODCS', async () => {
    const contract = `apiVersion: v3.0.2
kind: DataContract
id: survey
name: survey
version: 1.0.0
status: active
schema:
  - name: survey
    logicalType: object
    properties:
      - { name: citizen_no, logicalType: string }
      - { name: full_name, logicalType: string }
      - { name: wishes, logicalType: string }
`;
    const { verdicts } = await verdictsOf(put('survey.odcs.yaml', contract));
    expect(verdicts).toEqual({ citizen_no: 'held', full_name: 'held', wishes: 'not-held' });
  });
});

// ── manifests with labels ──────────────────────────────────────────────────────────────────────────────────────────
const HEAD = 'id,dataset,resource,base,model,property,type,ref,source,prepare,level,access,uri,title,description';
const manifest = (dataset: string, model: string, key: string, fields: readonly string[]) =>
  [HEAD, `,${dataset},,,,,,,,,,,,,`, `,,,,${model},,,${key},,,4,,,${model},`, ...fields].join('\n');
const field = (name: string, ref = '', title = '') =>
  `,,,,,${name},${ref ? 'ref' : 'string'},${ref},,,4,open,,${title},`;

const manifests = join(folder, 'manifests');
put(
  'manifests/parishes.csv',
  manifest('datasets/gov/land/places/parish', 'Parish', 'parish_code', [field('parish_code'), field('name')]),
);
put(
  'manifests/bodies.csv',
  manifest('datasets/gov/land/bodies/company', 'Company', 'company_code', [field('company_code'), field('title')]),
);
for (const publisher of ['mill', 'farm']) {
  put(
    `manifests/${publisher}.csv`,
    manifest(`datasets/gov/${publisher}/works/visit`, 'Visit', 'no', [
      field('no'),
      field('parish', '/datasets/gov/land/places/parish/Parish', 'Parish'),
      field('company_code', '/datasets/gov/land/bodies/company/Company', 'Company'),
      field('weather'),
    ]),
  );
}

describe('artery radar over manifests', { timeout: 60_000 }, () => {
  it('measures a folder against its labels, with references and types hidden', async () => {
    const { answer } = await radar(manifests, '--authorities', manifests, '--labels', '--json');
    expect(answer?.files).toBe(4);
    expect(answer?.measured).toMatchObject({ labels: 4, right: 4, precision: 1, recall: 1 });
    const visit = answer?.forms.find(({ form }) => form.includes('/mill/'));
    expect(visit?.fields.find((one) => one.field === 'parish')?.target?.register).toContain('/Parish');
    expect(visit?.fields.find((one) => one.field === 'weather')?.verdict).toBe('not-held');
  });

  it('has one line a body in words, who asks the most of what is held first', async () => {
    const { stdout, answer } = await radar(manifests, '--authorities', manifests, '--json');
    expect(answer?.bodies.map(({ body, counts }) => [body, counts.held])).toEqual([
      ['farm', 2],
      ['mill', 2],
      ['land', 0],
    ]);
    expect(stdout).not.toContain('undefined');
    const words = await radar(manifests, '--authorities', manifests);
    expect(words.stdout).toContain('farm: forms 1 · asked 4 · held or computed 2 · score 50');
  });
});

describe('artery radar over archives', { timeout: 60_000 }, () => {
  const csv = 'Citizen no,Full name,Wishes\n099000000001,A. Body,none\n';
  const codes = async (name: string, bytes: Buffer) => {
    const { exit, answer } = await radar(put(name, bytes), '--authorities', held, '--json');
    expect(answer?.findings.every(({ remedy }) => remedy.length > 10)).toBe(true);
    return { exit, forms: answer?.forms.length, codes: answer?.findings.map(({ code }) => code), answer };
  };

  it('reads what they hold, the folder inside as the body', async () => {
    const zip = await zipOf({ 'Alder/survey.csv': csv });
    const { forms, answer } = await codes('good.zip', zip);
    expect(forms).toBe(1);
    expect(answer?.forms[0]?.body).toBe('Alder');
  });

  it('unpacks nothing of one that says that it is huge, or of countless files', async () => {
    const zip = await zipOf({ 'survey.csv': csv });
    expect(await codes('bomb.zip', withUnpackedSize(zip, 2 ** 31))).toMatchObject({
      exit: 1,
      forms: 0,
      codes: ['archive-too-large'],
    });
    expect(await codes('many.zip', withEntries(zip, 65_000))).toMatchObject({ forms: 0, codes: ['archive-too-large'] });
  });

  it('does not believe one that says that it is small', async () => {
    const zip = await zipOf({ 'survey.csv': csv + 'x,y,z\n'.repeat(10_000) });
    expect(await codes('liar.zip', withUnpackedSize(zip, 10))).toMatchObject({ exit: 1, forms: 0, codes: ['archive'] });
  });

  it('opens no archive inside of an archive, and reads the rest', async () => {
    const zip = await zipOf({ 'inner.zip': await zipOf({ 'survey.csv': csv }), 'survey.csv': csv });
    expect(await codes('nested.zip', zip)).toMatchObject({ forms: 1, codes: ['archive-nested'] });
  });
});
