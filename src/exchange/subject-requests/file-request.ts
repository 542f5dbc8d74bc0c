/** A person asks, or an officer for her: what the kind needs is there, it is held here, and what follows at once begins. */
import type { Author } from '../../bodies/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import {
  endConsent,
  keepSubjectRequest,
  listPurposes,
  subjectProblems,
  subjectSettings,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { noteReads } from '../../records/index.ts';
import { beginCorrection } from '../../registers/index.ts';
import type { Held } from '../window/find-records.ts';
import type { SubjectKind } from './contract.ts';
import { answererOf, heldForRights, type Answering } from './held-by.ts';

export interface Filing {
  readonly kind: SubjectKind;
  readonly person: string;
  readonly reason: string;
  readonly register?: string | undefined;
  readonly field?: string | undefined;
  readonly wanted?: string | null | undefined;
  readonly purpose?: string | undefined;
  /** Absent: she asks herself. */
  readonly onBehalf?: { readonly authority: 'herself' | 'representative'; readonly evidence: string } | undefined;
  /** The defence that a twin test takes out: anybody could ask for anybody. */
  readonly off?: { readonly keeping?: boolean };
}

const FILE = 'exchange.file-subject-request';

const needs: Readonly<Record<SubjectKind, readonly ('register' | 'field' | 'wanted' | 'purpose')[]>> = {
  view: [],
  correct: ['register', 'field', 'wanted'],
  erase: ['register'],
  restrict: ['register'],
  object: ['purpose'],
  withdraw: ['purpose'],
};

/**
 * @returns its id
 * @throws governance/subject-not-here, -holds-nothing, -request-incomplete, -kept-elsewhere, -kind-not-offered,
 *   -asked-already, and those of a correction
 */
export async function fileRequest(context: Context, caller: Caller, filing: Filing, by: Author): Promise<string> {
  const { kind, person, register } = filing;
  if (!subjectSettings(context.profile).kinds.has(kind))
    throw subjectProblems.subjectKindNotOffered({ kinds: [...subjectSettings(context.profile).kinds.keys()] });
  const missing = needs[kind].filter((name) => filing[name] === undefined);
  if (missing.length > 0) throw subjectProblems.subjectRequestIncomplete({ missing });
  if (filing.purpose !== undefined) await insistOnPurpose(context, filing.purpose);
  const everywhere = await heldForRights(context, person);
  if (filing.onBehalf && filing.off?.keeping !== true) await admitOfficer(context, caller, everywhere, by);
  const held = register === undefined ? everywhere : everywhere.filter((one) => one.register === register);
  const answering = await answererOf(context, held);
  if (answering.elsewhere !== null) throw subjectProblems.subjectKeptElsewhere({ body: answering.elsewhere });
  return write(context, caller, filing, { held, answering, by });
}

async function insistOnPurpose({ db }: Context, code: string): Promise<void> {
  const known = (await listPurposes(db)).some((one) => one.code === code);
  if (!known) throw subjectProblems.subjectRequestIncomplete({ missing: ['purpose'] });
}

/** An officer asks for people whom his body, or one below it, keeps; for others it reads as for nobody. It is a read. */
async function admitOfficer(context: Context, caller: Caller, held: readonly Held[], { rule }: Author): Promise<void> {
  const homes = await visibleBodies(context.db, caller, FILE);
  const isKept = held.some(({ records }) => records.some(({ body }) => homes === 'all' || homes.includes(body)));
  if (!isKept) throw subjectProblems.subjectNotHere();
  for (const { register, records } of held) {
    const ids = records.map(({ record }) => record);
    await noteReads(context, caller, { action: 'exchange.open-subject-request', subject: register, rule }, ids);
  }
}

interface Writing {
  readonly held: readonly Held[];
  readonly answering: Answering;
  readonly by: Author;
}

const orNull = <T>(value: T | undefined): T | null => value ?? null;

async function write(context: Context, caller: Caller, filing: Filing, { held, answering, by }: Writing) {
  const { kind, person, reason, onBehalf } = filing;
  const [register, field, purpose] = [orNull(filing.register), orNull(filing.field), orNull(filing.purpose)];
  const record = register === null ? null : orNull(held[0]?.records[0]?.record);
  const asked = {
    ...{ kind, person, reason, register, field, purpose, record, body: answering.body, post: answering.post },
    ...{ onBehalf: onBehalf !== undefined, wanted: orNull(filing.wanted) },
    ...{ authority: orNull(onBehalf?.authority), evidence: orNull(onBehalf?.evidence) },
  };
  if (kind === 'withdraw' && purpose !== null)
    // As easy as giving it was: at once, whoever answers is told by the request itself.
    return keepSubjectRequest(context, asked, by, async (tx) => {
      const consent = await endConsent(context, tx, { purpose, person, by: by.account });
      return { state: 'done', result: { consent } };
    });
  if (kind !== 'correct' || register === null || record === null || field === null)
    return keepSubjectRequest(context, asked, by);
  const value = asked.wanted === '' ? null : asked.wanted;
  const place = { register, record, field, value, evidence: reason, rule: by.rule };
  // Made for her by the body that answers, which is told what becomes of it.
  const proposer = { ...caller, body: answering.body, roles: [answering.post] };
  const begin = await beginCorrection(context, place, proposer);
  return keepSubjectRequest(context, asked, by, async (tx) => ({ result: { correction: await begin(tx) } }));
}
