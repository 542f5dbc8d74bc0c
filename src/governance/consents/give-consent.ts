/** Texts of consent, consent to them, and its end. Never by default: whoever gives it says yes to the text that was read. */
import type { Author } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { ProfileError } from '../../platform/profile.ts';
import { readRelativeDay } from '../../platform/relative-day.ts';
import { firstDay } from '../../platform/setting.ts';
import type { Texts } from '../../platform/texts.ts';
import { listBases, listPurposes } from '../store/agreement.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { consentProblems } from './problems.ts';
import { authoredTexts } from './settings.ts';
import * as store from './store/consent.ts';

/** Codes of the purposes that have a legal basis of kind `consent`. */
export async function purposesOnConsent(db: Db): Promise<ReadonlySet<string>> {
  const consent = new Set((await listBases(db)).filter(({ kind }) => kind === 'consent').map(({ code }) => code));
  const on = (await listPurposes(db)).filter(({ bases }) => bases.some((one) => consent.has(one)));
  return new Set(on.map(({ code }) => code));
}

/** The edition in force on a day. */
export async function textInForce(db: Db, purpose: string, day: string): Promise<store.ConsentText | undefined> {
  return (await store.listTexts(db)).find((one) => one.purpose === purpose && one.from <= day);
}

/** @returns its version @throws governance/purpose-not-on-consent, -consent-day-past */
export async function writeText(
  context: Context,
  { purpose, words, from }: { readonly purpose: string; readonly words: Texts; readonly from?: string | undefined },
  by: Author,
): Promise<number> {
  const { db, clock } = context;
  const today = todayOf(context);
  if (!(await purposesOnConsent(db)).has(purpose)) throw consentProblems.purposeNotOnConsent({ purpose });
  if (from !== undefined && from < today) throw consentProblems.consentDayPast({ from, today });
  const act = { action: 'exchange.write-consent-text', subject: purpose, kind: 'governance', by } as const;
  return writeChange(context, act, async (tx, changeSet) => {
    const before = (await store.listTexts(tx)).find((one) => one.purpose === purpose);
    const version = (before?.version ?? 0) + 1;
    const row = { id: newId(clock.now()), purpose, version, words, from: from ?? today, origin: 'hand' };
    await store.insertText(tx, { ...row, account: by.account }, changeSet);
    return version;
  });
}

export interface Giving {
  readonly purpose: string;
  readonly person: string;
  /** Version of the text that was read. */
  readonly version: number;
  readonly language: string;
  readonly method: store.Consent['method'];
  readonly evidence: string;
}

/** @returns its id @throws governance/purpose-not-on-consent, -consent-text-missing, -text-changed, -stands */
export async function giveConsent(context: Context, giving: Giving, by: Author): Promise<string> {
  const { db, clock } = context;
  const { purpose, version } = giving;
  if (!(await purposesOnConsent(db)).has(purpose)) throw consentProblems.purposeNotOnConsent({ purpose });
  const id = newId(clock.now());
  const act = { action: 'exchange.give-consent', subject: `consent/${id}`, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const text = await textInForce(tx, purpose, todayOf(context));
    if (!text) throw consentProblems.consentTextMissing({ purpose });
    if (text.version !== version) throw consentProblems.consentTextChanged({ version: text.version });
    const { person, language, method, evidence } = giving;
    const row = { id, purpose, person, language, method, evidence, consentText: text.id, body: by.body };
    const written = { ...row, account: by.account, givenAt: clock.now().toISOString() };
    if (!(await store.insertConsent(tx, written, changeSet))) throw consentProblems.consentStands({ purpose });
  });
  return id;
}

/** In the transaction of her request. @returns id of the consent @throws governance/consent-not-standing */
export async function endConsent(
  { clock }: Pick<Context, 'clock'>,
  tx: Db,
  { purpose, person, by }: { readonly purpose: string; readonly person: string; readonly by: string },
): Promise<string> {
  const id = await store.withdraw(tx, { purpose, person, by, at: clock.now().toISOString() });
  if (id === undefined) throw consentProblems.consentNotStanding({ purpose });
  return id;
}

/** The profile's texts, each edition once. @throws ProfileError */
export async function installConsents(context: Context): Promise<void> {
  const { db, profile, clock } = context;
  const authored = authoredTexts(profile);
  if (authored.length === 0) return;
  const known = new Set((await store.listTexts(db)).map(({ purpose, version }) => `${purpose}/${String(version)}`));
  const on = await purposesOnConsent(db);
  for (const { purpose, version, words, from: said } of authored) {
    if (known.has(`${purpose}/${String(version)}`)) continue;
    if (!on.has(purpose)) throw new ProfileError(`consents: the purpose ${purpose} does not rest on consent`);
    const from = readRelativeDay(said, await firstDay(context), workingCalendar(profile));
    if (from === undefined) throw new ProfileError(`consents: "${said}" is not a day`);
    const by = { account: system.account, body: null, rule: 'governance/node-itself' };
    const act = { action: 'exchange.write-consent-text', subject: purpose, kind: 'governance', by } as const;
    const row = { id: newId(clock.now()), purpose, version, words, from, origin: 'profile', account: by.account };
    await writeChange(context, act, (tx, changeSet) => store.insertText(tx, row, changeSet));
  }
}
