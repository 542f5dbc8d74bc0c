/** The Excel template of an entity with its words: from the node's release or from files alone. */
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import { choices, emitExcelTemplate } from './emit/excel-template.ts';
import type { FilledTemplate } from './emit/fill-template.ts';
import { parsePattern } from './pattern/parse.ts';
import type { CodeItemPlan, EntityPlan, FieldPlan, Plan, PlanSettings } from './plan.ts';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
import { digitCount } from './validate/readers.ts';

export interface TemplateWish {
  readonly plan: Plan;
  readonly release: number;
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  readonly language: string;
  readonly t: Translate;
  /** A trial's templates say that the data are invented. */
  readonly isInvented: boolean;
  /** Rows to fill in, with what is known of them. */
  readonly filled?: Omit<FilledTemplate, 'shown'>;
}

const EXCEL_DATES = { dmy: 'dd/mm/yyyy', mdy: 'mm/dd/yyyy', ymd: 'yyyy-mm-dd' } as const;

export function entityTemplate(entity: EntityPlan, wish: TemplateWish): Promise<Buffer> {
  const { plan, release, codes, language, t } = wish;
  const { settings, codeLists } = plan;
  return emitExcelTemplate(entity, {
    language,
    release,
    hash: plan.hash,
    codes,
    dateFormat: EXCEL_DATES[settings.dateOrder],
    isRightToLeft: isRightToLeft(language),
    ...(wish.filled ? { filled: { ...wish.filled, shown: shownIn(wish) } } : {}),
    ...(wish.isInvented ? { watermark: t('dictionary:template.invented') } : {}),
    words: {
      dataSheet: pick(entity.names, language) || entity.name,
      guideSheet: t('dictionary:template.guide'),
      columns: {
        name: t('dictionary:template.name'),
        definition: t('dictionary:template.definition'),
        rule: t('dictionary:template.rule'),
        source: t('dictionary:template.source'),
      },
      required: t('dictionary:template.required'),
      notInList: t('dictionary:template.not-in-list'),
      chooseFromList: t('dictionary:template.choose'),
      rule: (field) => ruleOf(field, { t, settings, language, codeLists }),
    },
  });
}

/** A value as an officer writes it into the template, so that the reading gives the same value back. */
function shownIn({ plan, codes, language }: TemplateWish): FilledTemplate['shown'] {
  const { settings } = plan;
  const names = new Map<string, ReadonlyMap<string, string>>();
  const namesOf = (list: string) => {
    let found = names.get(list);
    if (!found) {
      const items = codes(list) ?? [];
      const said = choices(items, language);
      names.set(list, (found = new Map(items.map(({ code }, i) => [code, said[i] ?? code]))));
    }
    return found;
  };
  return (field, value) => {
    if (field.codeList) return namesOf(field.codeList.list).get(String(value)) ?? String(value);
    if (field.dataType === 'date') return serialOf(String(value)) ?? String(value);
    if (field.dataType === 'boolean') return (value === true ? settings.yes[0] : settings.no[0]) ?? String(value);
    if (field.dataType === 'partialDate') return localDay(String(value), settings.dateOrder);
    if (field.dataType === 'decimal') return String(value).replace('.', settings.decimalMark);
    return field.dataType === 'integer' ? Number(value) : String(value);
  };
}

const DAY_MS = 86_400_000;
/** A day as spreadsheets count it from 1900-03-01 on; undefined before, where programs disagree by a day. */
function serialOf(day: string): number | undefined {
  const serial = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) + 25_569;
  return serial > 60 ? serial : undefined;
}

function localDay(text: string, order: PlanSettings['dateOrder']): string {
  const [year = '', month, day] = text.split('-');
  if (order === 'ymd' || month === undefined) return text;
  if (day === undefined) return `${month}/${year}`;
  return order === 'dmy' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
}

interface Saying {
  readonly t: Translate;
  readonly settings: PlanSettings;
  readonly language: string;
  readonly codeLists: Plan['codeLists'];
}

/** One sentence that says what a field takes. */
function ruleOf(field: FieldPlan, saying: Saying): string {
  const { t, settings } = saying;
  const say = (rule: string, values: Readonly<Record<string, unknown>> = {}) => t(`dictionary:fields.${rule}`, values);
  switch (field.dataType) {
    case 'date':
    case 'partialDate':
    case 'datetime':
      return say(`${field.dataType}-${settings.dateOrder}`);
    case 'integer':
      return say('integer');
    case 'decimal':
      return say('decimal', { mark: settings.decimalMark });
    case 'boolean':
      return say('boolean', { yes: settings.yes[0] ?? 'true', no: settings.no[0] ?? 'false' });
    case 'code':
      return say('code', { list: listName(field, saying) });
    default:
      return say(...textRule(field));
  }
}

function listName(field: FieldPlan, { codeLists, language }: Saying): string {
  const list = codeLists.find((one) => one.code === field.codeList?.list);
  return list ? pick(list.names, language) : (field.codeList?.list ?? '');
}

function textRule({ pattern, maxLength }: FieldPlan): [rule: string, values: Readonly<Record<string, number>>] {
  const digits = pattern === undefined ? undefined : digitCount(parsePattern(pattern));
  if (digits !== undefined) return ['digits', { n: digits }];
  return maxLength === undefined ? ['text', {}] : ['text-up-to', { n: maxLength }];
}
