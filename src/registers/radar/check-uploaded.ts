/** Forms that somebody sends, held against what the registers of this node hold; read, judged and forgotten. */
import type { Readable } from 'node:stream';
import { listBodies } from '../../bodies/index.ts';
import { currentRelease, type Plan } from '../../dictionary/index.ts';
import { LARGEST } from '../../dictionary/import/index.ts';
import { findRegister, listRegisters } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { readWhole } from '../../platform/http/upload.ts';
import { fold } from '../../platform/search/fold.ts';
import type { Translate } from '../../platform/i18n.ts';
import { readScores } from '../../quality/index.ts';
import { readEncodings } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { allClaims, allComparisons } from '../store/claim.ts';
import { authoritiesOfPlan } from './authorities-of-plan.ts';
import { bodyNames, type BodyNames } from './body-of-form.ts';
import { checkForms, headerScore, type Checked } from './check-forms.ts';
import type { RadarReport } from './contract-shapes.ts';
import { indexHeld, type HeldIndex } from './held-index.ts';
import { mendForm, type Mended } from './mend-form.ts';
import { readForms, type FormFile, type ReadingFinding } from './read-forms.ts';
import { readRadarSettings, sameKeys } from './read-settings.ts';
import { viewForms } from './view-findings.ts';
import { judges } from './weights.ts';
import { wordFinding } from './word-findings.ts';

export interface Sent {
  readonly upload: Readable;
  /** `content-type` of the request. */
  readonly type: string;
  readonly fileName?: string | undefined;
  readonly collects?: string | undefined;
}

/** @throws problems.noSuchRegister, problems.formPartsUnreadable, and what a file that is marked secret is refused for */
export async function checkUploaded(context: Context, sent: Sent, t: Translate): Promise<RadarReport> {
  const files = await filesOf(sent);
  const { index, checked, findings, bodies } = await judge(context, files, sent.collects);
  const namesOf = (body: string) => bodies.byName.get(fold(body))?.names;
  return { ...viewForms(index.authorities, checked, namesOf), findings: findings.map((one) => wordFinding(one, t)) };
}

/** @throws the same, and problems.formNotMended where the file is of a kind that cannot be written back */
export async function mendUploaded(context: Context, sent: Sent, keep: readonly string[]): Promise<Mended> {
  const [file] = await filesOf(sent);
  if (!file) throw problems.formPartsUnreadable();
  const { checked, findings } = await judge(context, [file], sent.collects);
  const refused = findings.find((one) => one.problem);
  if (refused?.problem) throw refused.problem;
  const left = new Set(keep);
  const fields = checked.forms.flatMap((form) => form.fields);
  const told = fields.map((one) => (left.has(one.part ?? one.field.name) ? { ...one, drop: false } : one));
  const mended = told.length === 0 ? undefined : await mendForm(file.bytes, told);
  if (!mended) throw problems.formNotMended();
  return mended;
}

interface Judgement {
  readonly index: HeldIndex;
  readonly checked: Checked;
  readonly findings: readonly ReadingFinding[];
  readonly bodies: BodyNames;
}

async function judge(context: Context, files: readonly FormFile[], collects: string | undefined): Promise<Judgement> {
  if (collects !== undefined && !(await findRegister(context.db, collects))) throw problems.noSuchRegister();
  const [index, known] = await Promise.all([indexOf(context), listBodies(context.db)]);
  const bodies = bodyNames(known);
  const encodings = readEncodings(context.profile);
  const read = await readForms(files, { encodings, score: headerScore(index), bodies });
  // A mark of secrecy is no finding among others: nothing of such a file is told.
  const secret = read.findings.find(({ problem }) => problem?.kind.slug === 'marked-secret')?.problem;
  if (secret) throw secret;
  return { index, checked: checkForms(index, read.forms, judges, { collects }), findings: read.findings, bodies };
}

/** What the registers hold today, by the release in force, claims, and measured quality. */
async function indexOf(context: Context): Promise<HeldIndex> {
  const { db, profile } = context;
  const [{ plan }, registers, claims, comparisons] = await Promise.all([
    currentRelease(db),
    listRegisters(db),
    allClaims(db),
    allComparisons(db),
  ]);
  const entityOf = new Map(registers.map((one) => [one.name, one.entity]));
  const authority = claims.filter((claim) => claim.standing === 'authority');
  const quality = await qualityOf(
    context,
    plan,
    new Map(authority.map(({ element, register }) => [element, register])),
  );
  return indexHeld(
    authoritiesOfPlan(plan, {
      registers: registers.map(({ name, names, entity, citation }) => ({
        name,
        names,
        entity,
        ...(citation && { citation }),
      })),
      claims: authority,
      sameKeys: sameKeys(
        plan,
        comparisons.map(({ register, authority: of, keyField, authorityKey }) => ({
          here: [entityOf.get(register) ?? '', keyField],
          there: [entityOf.get(of) ?? '', authorityKey],
        })),
      ),
      quality,
      settings: readRadarSettings(profile),
    }),
  );
}

/** Scores of the fields that a register is the source of; an external one without a table has none. */
async function qualityOf(
  context: Context,
  plan: Plan,
  authority: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const quality = new Map<string, number>();
  for (const register of new Set(authority.values())) {
    const scores = await readScores(context, register).catch((error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    });
    const fields = plan.entities.flatMap((entity) => entity.fields);
    for (const { field, score } of scores?.fields ?? []) {
      const element = fields.find((one) => one.name === field && authority.get(one.element) === register)?.element;
      if (element !== undefined && score.score !== null) quality.set(element, score.score);
    }
  }
  return quality;
}

async function filesOf({ upload, type, fileName }: Sent): Promise<FormFile[]> {
  const bytes = await readWhole(upload, LARGEST);
  if (!/^multipart\/form-data\b/i.test(type)) return [{ name: fileName ?? 'form', bytes, size: bytes.length }];
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    const parts = [...form.values()].filter((value) => typeof value !== 'string');
    if (parts.length === 0) throw problems.formPartsUnreadable();
    return await Promise.all(
      parts.map(async (part) => ({
        name: part.name,
        inside: part.name,
        bytes: new Uint8Array(await part.arrayBuffer()),
        size: part.size,
      })),
    );
  } catch (error) {
    if (error instanceof TypeError) throw problems.formPartsUnreadable();
    throw error;
  }
}
