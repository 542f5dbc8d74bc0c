/** An agreement as a document, from the profile's template: what it says is the profile's, what is filled in is ours. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
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
      : pick(texts, language)
          .replace(/\{\{(\w+)\}\}/g, (_, name: string) => values.get(name) ?? '')
          .replace(/ {2,}/g, ' ')
          .trim();
  return {
    title: say(template.title),
    number: values.get('number') ?? '',
    preamble: say(template.preamble),
    sections: template.contents.map(({ title, text }) => ({ title: say(title), text: say(text) })),
    citation: say(template.citation),
    signatures: template.signatures.map(say),
  };
}

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
  return fillTemplate(template, valuesOf(agreement, names, reading), reading.language);
}

function valuesOf(
  agreement: AgreementPage,
  fields: ReadonlyMap<string, string>,
  { t, language }: Reading,
): Map<string, string> {
  const { details, basis, grants, quota, quotaPeriod, security, securityUntil, elements, condition } = agreement;
  const word = (key: string, values: Record<string, unknown> = {}) => t(`governance:document.${key}`, values);
  const consumers = grants.slice(0, MOST_NAMED).map(({ consumer }) => pick(consumer.names, language));
  const more = grants.length > MOST_NAMED ? ` (+${String(grants.length - MOST_NAMED)})` : '';
  return new Map(
    Object.entries({
      ...details,
      citation: details.citation ?? basis.citation ?? '',
      number: word('number', { code: agreement.code }),
      provider: pick(agreement.provider.names, language),
      consumers: `${consumers.join(', ')}${more}`,
      register: pick(agreement.register.names, language),
      purpose: pick(agreement.purpose.names, language),
      basis: pick(basis.names, language),
      mode: t(`governance:modes.${agreement.mode}`),
      elements: elements === 'all' ? word('allFields') : elements.map((code) => fields.get(code) ?? code).join(', '),
      rows: typeof agreement.rows === 'string' ? word(`rows.${agreement.rows}`) : word('rows.under', { bodies: '…' }),
      condition: condition ? t('governance:condition.only', { words: pick(condition.words, language) }) : '',
      quota: quota === null ? word('quota.none') : word(`quota.${quotaPeriod}`, { quota }),
      from: agreement.from,
      to: agreement.to ?? word('noLastDay'),
      security: word(`security.${security}`, { until: securityUntil ?? '' }),
    }),
  );
}
