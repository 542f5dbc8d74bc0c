/** An agreement as a document, from the profile's template: what it says is the profile's, what is filled in is ours. */
import { nameBodies } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { printDay } from '../platform/day.ts';
import { pick } from '../platform/texts.ts';
import type { AgreementPage } from './contract.ts';
import { agreementPage } from './pages.ts';
import { problems } from './problems.ts';
import { templateOf, type Template } from './requests/rules.ts';
import { entitiesOfRegisters } from './row-conditions.ts';

/** The words of a document, before it is a file of some kind. */
export interface DocumentText {
  readonly title: string;
  readonly number: string;
  readonly preamble: string;
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  readonly citation: string;
  readonly signatures: readonly string[];
}

interface Reading {
  readonly t: Translate;
  readonly language: string;
}

// A list of 150 bodies is an annex, not a preamble.
const MOST_NAMED = 20;

/** Placeholders of a template, filled in. What a template asks for and there is not stays empty. Pure. */
export function fillTemplate(template: Template, values: ReadonlyMap<string, string>, language: string): DocumentText {
  const say = (texts: Template['title'] | undefined) =>
    texts === undefined
      ? ''
      : sentence(
          pick(texts, language)
            .replace(/\{\{(\w+)\}\}/g, (_, name: string) => values.get(name) ?? '')
            .replace(/ {2,}/g, ' ')
            .trim(),
        );
  return {
    title: say(template.title),
    number: values.get('number') ?? '',
    preamble: say(template.preamble),
    sections: template.contents.map(({ title, text }) => ({ title: say(title), text: say(text) })),
    citation: say(template.citation),
    signatures: template.signatures.map(say),
  };
}

/** A name that a paragraph begins with is its first word. */
const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** What nobody has said yet is written in by hand. */
const BLANK = '……………';
const details = ['volume', 'recipient', 'retention', 'contact'] as const;

/** Sentences of a template end themselves. */
const stripped = (text: string | undefined) => (text ?? '').trim().replace(/\.$/, '');

/** With the separators of the language and the digits of the screen. */
const printNumber = (value: number, language: string) => new Intl.NumberFormat(`${language}-u-nu-latn`).format(value);

/** @throws problems.agreementNotFound, problems.noTemplate */
export async function documentOf(
  context: Context,
  caller: Caller,
  code: string,
  reading: Reading,
): Promise<DocumentText> {
  const template = templateOf(context.profile);
  if (!template) throw problems.noTemplate();
  const agreement = await agreementPage(context, caller, code);
  const entity = (await entitiesOfRegisters(context.db)).get(agreement.register.code);
  const names = new Map(entity?.fields.map((field) => [field.element, pick(field.names, reading.language)]));
  const { rows } = agreement;
  const under = typeof rows === 'object' && 'under' in rows ? rows.under : undefined;
  const tree = under === undefined ? undefined : (await nameBodies(context.db, [under])).get(under)?.name;
  const values = valuesOf(agreement, { fields: names, tree: tree && pick(tree, reading.language) }, reading);
  return fillTemplate(template, values, reading.language);
}

/** The quota, and the budget of different records where there is one: both stand where the template names the quota. */
export function limitsOf(
  { quota, quotaPeriod, subjects = null }: Pick<AgreementPage, 'quota' | 'quotaPeriod' | 'subjects'>,
  word: (key: string, values?: Record<string, unknown>) => string,
): string {
  const reads = quota === null ? [] : [word(`quota.${quotaPeriod}`, { quota })];
  const different = subjects === null ? [] : [word(`subjects.${quotaPeriod}`, { subjects })];
  return [...reads, ...different].join('; ') || word('quota.none');
}

function valuesOf(
  agreement: AgreementPage,
  { fields, tree }: { readonly fields: ReadonlyMap<string, string>; readonly tree: string | undefined },
  { t, language }: Reading,
): Map<string, string> {
  const { details: said, basis, grants, security, securityUntil, elements, condition } = agreement;
  const word = (key: string, values: Record<string, unknown> = {}) =>
    t(
      `governance:document.${key}`,
      Object.fromEntries(
        Object.entries(values).map(([name, one]) => [name, typeof one === 'number' ? printNumber(one, language) : one]),
      ),
    );
  const consumers = grants.slice(0, MOST_NAMED).map(({ consumer }) => pick(consumer.names, language));
  const more = grants.length > MOST_NAMED ? ` (+${String(grants.length - MOST_NAMED)})` : '';
  return new Map(
    Object.entries({
      ...said,
      ...Object.fromEntries(details.map((name) => [name, stripped(said[name]) || BLANK])),
      citation: stripped(said.citation) || (basis.citation ?? ''),
      number: word('number', { code: agreement.code }),
      provider: pick(agreement.provider.names, language),
      consumers: `${consumers.join(', ')}${more}`,
      register: pick(agreement.register.names, language),
      purpose: pick(agreement.purpose.names, language),
      basis: pick(basis.names, language),
      mode: t(`governance:modes.${agreement.mode}`),
      elements: elements === 'all' ? word('allFields') : elements.map((code) => fields.get(code) ?? code).join(', '),
      rows:
        typeof agreement.rows === 'string'
          ? word(`rows.${agreement.rows}`)
          : word('rows.under', { bodies: tree ?? '' }),
      condition: condition ? t('governance:condition.only', { words: pick(condition.words, language) }) : '',
      quota: limitsOf(agreement, word),
      from: printDay(agreement.from),
      to: agreement.to === null ? word('noLastDay') : printDay(agreement.to),
      security: word(`security.${security}`, { until: securityUntil === null ? '' : printDay(securityUntil) }),
    }),
  );
}
