/** The minutes of a closed list as Word (ISO/IEC 29500): who, when, how many, what differs, the list's hash, the signatures. */
import type { Context } from '../../platform/context.ts';
import { openWord } from '../../platform/documents/word.ts';
import { pick } from '../../platform/texts.ts';
import type { BodyListRecord } from '../store/body-list.ts';
import { listKinds, type ListItem } from '../body-list-contract.ts';
import type { ListScene } from './read-list.ts';
import type { MinutesFacts } from './sign-list.ts';

const COUNTS = ['people', 'verified', 'joined', 'left', 'changed', 'differs', 'notFound', 'noKey'] as const;
/** Percent of the page's width: number, name, key, what differs, answer. */
const WIDTHS = [6, 24, 18, 34, 18];

export async function minutesDocument(context: Context, scene: ListScene, list: BodyListRecord): Promise<Buffer> {
  const { language, layout, body } = scene;
  const t = context.words.translator(language);
  const facts = list.facts as MinutesFacts;
  const pen = await openWord(language);
  const at = momentOf(list.signedAt ?? '', context.profile.timeZone);
  const differencesTable = (items: readonly ListItem[]) =>
    pen.table(
      [['number', 'name', 'key', 'what', 'answer'].map((name) => t(`registers:list.heads.${name}`)), ...items.map(row)],
      { widths: WIDTHS, hasHead: true },
    );
  const row = (item: ListItem, i: number): string[] => [
    String(i + 1),
    item.name,
    item.key,
    item.changes
      .map(({ names, before, after }) => `${pick(names, language)}: ${before ?? '–'} → ${after ?? '–'}`)
      .join('; '),
    [t(`registers:list.answers.${item.answer ?? 'open'}`), item.note ?? ''].filter((part) => part !== '').join(': '),
  ];
  const kinds = listKinds.flatMap((kind) => {
    const items = facts.items.filter((item) => item.kind === kind);
    return items.length === 0
      ? []
      : [pen.line(t(`registers:list.kinds.${kind}`, { count: items.length }), { bold: true }), differencesTable(items)];
  });
  const children = [
    ...(context.profile.demo ? [pen.line(t('platform:watermark'), { center: true })] : []),
    pen.line(t('registers:list.minutes'), { bold: true, size: 28, center: true }),
    pen.line(pick(layout.title, language), { size: 24, center: true }),
    pen.line(pick(body.names, language), { bold: true, center: true }),
    ...(layout.basis ? [pen.line(pick(layout.basis, language))] : []),
    pen.line(t('registers:list.made', { at, by: facts.by })),
    pen.table(
      COUNTS.map((name) => [t(`registers:list.counts.${name}`), String(facts.counts[name])]),
      { widths: [70, 30] },
    ),
    ...kinds,
    ...(facts.items.length === 0 ? [pen.line(t('registers:list.nothing'))] : []),
    pen.line(t('registers:list.hash', { hash: list.hash ?? '' })),
    pen.line(''),
    pen.table([['officer', 'head', 'above'].map((who) => `${t(`registers:list.sign.${who}`)}\n\n\n\n\n`)], {
      widths: [33, 34, 33],
      hasBorders: false,
      center: true,
    }),
  ];
  return pen.file(t('registers:list.minutes'), children);
}

/** `2026-11-23 14:05`, where the node is. */
const momentOf = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
