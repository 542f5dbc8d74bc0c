/** A granted request becomes an agreement of this hand; its grants derive in the same change set. */
import { homesElsewhere } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { deriveGrants } from '../derive-grants.ts';
import { codeMark } from '../insist-on-home.ts';
import type { Agreement } from '../model.ts';
import { entitiesOfRegisters } from '../row-conditions.ts';
import { addAgreements } from '../store/agreement.ts';
import { takenCodes } from '../store/request.ts';
import type { Scene } from './change-request.ts';
import type { Demand, RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';
import { numbered, type Rules } from './rules.ts';

export async function grantRequest(context: Context, request: RequestRecord, scene: Scene): Promise<RequestRecord> {
  const { tx, changeSet, today, rules } = scene;
  const demand = request.demand as Demand;
  const { manager } = await decidersOf(context, tx, request.register);
  const mark = await codeMark(await homesElsewhere(context), tx, manager);
  const [code = ''] = await agreementCodes(tx, { rules, today, count: 1, mark });
  const agreement: Agreement = {
    code,
    names: request.names,
    register: request.register,
    provider: manager,
    consumers: { bodies: [request.by] },
    elements: await wholeOrSome(tx, request.register, demand.elements),
    rows: demand.rows,
    condition: demand.condition,
    purpose: demand.purpose,
    basis: demand.basis,
    mode: demand.mode,
    quota: demand.quota,
    quotaPeriod: demand.quotaPeriod,
    subjects: demand.subjects ?? null,
    security: 'confirmed',
    securityUntil: monthsLater(today, rules.securityMonths),
    request: request.code,
    details: detailsOf(demand),
    from: demand.from < today ? today : demand.from,
    to: demand.to,
    state: 'active',
    reason: null,
  };
  await addAgreements(tx, [agreement], changeSet);
  await deriveGrants(tx, [agreement], today, changeSet);
  return { ...request, agreement: code };
}

const detailsOf = ({ purposeText, citation, volume, recipient, retention, contact }: Demand): Agreement['details'] => ({
  purposeText,
  citation,
  volume,
  recipient,
  retention,
  contact,
});

/** Whoever asks for every field asks for whole records, which readers of records need. */
async function wholeOrSome(tx: Db, register: string, elements: Demand['elements']): Promise<Demand['elements']> {
  const entity = (await entitiesOfRegisters(tx)).get(register);
  if (elements === 'all' || !entity) return elements;
  return entity.fields.every(({ element }) => elements.includes(element)) ? 'all' : elements;
}

interface CodesWanted {
  readonly rules: Rules;
  readonly today: string;
  readonly count: number;
  /** What this node adds to a number: `codeMark`. */
  readonly mark: string;
}

/** The next free numbers of agreements. */
export async function agreementCodes(tx: Db, { rules, today, count, mark }: CodesWanted): Promise<string[]> {
  const taken = await takenCodes(tx, 'agreement');
  const codes: string[] = [];
  for (let number = taken.size + 1; codes.length < count; number += 1) {
    const code = `${numbered(rules.codes.agreement, today.slice(0, 4), number)}${mark}`;
    if (!taken.has(code)) codes.push(code);
  }
  return codes;
}

/** The same day so many months later, or the last one of a shorter month. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
