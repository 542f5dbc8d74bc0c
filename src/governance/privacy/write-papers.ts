/** Papers of privacy as Word: the notice of a breach, the dossier of an assessment, a transfer; parts are the profile's. */
import { printDay } from '../../platform/day.ts';
import { openWord } from '../../platform/documents/word.ts';
import type { Translate } from '../../platform/i18n.ts';
import { pick, type Texts } from '../../platform/texts.ts';
import { printMoment } from './clock.ts';
import type { BreachPage } from './contract.ts';
import type { AssessmentPage, TransferPage } from './dossier-contract.ts';
import type { PartText } from './parts.ts';

export interface Paper {
  readonly title: string;
  readonly number: string;
  /** Lines on top: that it is a drill, that data are invented. */
  readonly above: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  /** A table under the sections, its head first. */
  readonly table?: { readonly title: string; readonly rows: readonly (readonly string[])[] };
}

export interface Reading {
  readonly t: Translate;
  readonly language: string;
  readonly timeZone: string;
  readonly watermark: string | undefined;
}

/** What nobody has said yet is written in by hand. */
const BLANK = '……………';

export async function writePaper(paper: Paper, language: string): Promise<Buffer> {
  const pen = await openWord(language, { size: 24, after: 120 });
  const { table } = paper;
  return pen.file(paper.title, [
    ...paper.above.map((text) => pen.line(text, { center: true, bold: true })),
    pen.line(paper.title, { bold: true, size: 32, center: true }),
    pen.line(paper.number, { center: true }),
    pen.table(
      paper.facts.map(([name, value]) => [name, value === '' ? BLANK : value]),
      { widths: [35, 65] },
    ),
    pen.line(''),
    ...paper.sections.flatMap(({ title, text }, i) => [
      pen.line(`${String(i + 1)}. ${title}`, { bold: true }),
      pen.line(text === '' ? BLANK : text),
    ]),
    ...(table
      ? [
          pen.line(table.title, { bold: true }),
          pen.table(table.rows, {
            widths: (table.rows[0] ?? []).map((_, __, all) => 100 / all.length),
            hasHead: true,
          }),
        ]
      : []),
  ]);
}

const namesOf = (things: readonly { readonly names: Texts }[], language: string): string =>
  things.map(({ names }) => pick(names, language)).join(language === 'ar' ? '، ' : ', ');

export const citedAs = ({ names, citation }: AssessmentPage['basis'], language: string): string =>
  `${pick(names, language)}${citation ? ` (${citation})` : ''}`;

export const sectionsOf = (parts: readonly PartText[], language: string): Paper['sections'] =>
  parts.map(({ names, text }) => ({ title: pick(names, language), text }));

/** The notice to the authority, from what the page shows. Pure. */
export function noticeOf(page: BreachPage, { t, language, timeZone, watermark }: Reading): Paper {
  const say = (key: string, values = {}) => t(`governance:paper.${key}`, values);
  const at = (moment: string | null) => (moment === null ? '' : printMoment(moment, timeZone));
  const { people, estimated } = page;
  return {
    title: say('breach'),
    number: say('number', { code: page.noticeNumber ?? page.code }),
    above: [...(page.drill ? [say('drill')] : []), ...(watermark === undefined ? [] : [watermark])],
    facts: [
      [say('to'), pick(page.authority, language)],
      [say('from'), pick(page.body.names, language)],
      [say('basis'), citedAs(page.basis, language)],
      [say('title'), page.title],
      [say('happened'), at(page.happenedAt)],
      [say('discovered'), at(page.discoveredAt)],
      [say('due'), at(page.dueAt)],
      [say('registers'), namesOf(page.registers, language)],
      [say('categories'), namesOf(page.categories, language)],
      [say('people'), people === null ? '' : say(estimated ? 'about' : 'exactly', { people })],
      [say('contained'), at(page.containedAt)],
      [say('persons'), page.personsHow ?? page.personsWhyNot ?? ''],
      ...(page.lateReason === null ? [] : [[say('late'), page.lateReason] as const]),
    ],
    sections: sectionsOf(page.parts, language),
  };
}

/** The dossier of an impact assessment, with what was sent before. Pure. */
export function dossierOf(page: AssessmentPage, { t, language, watermark }: Omit<Reading, 'timeZone'>): Paper {
  const say = (key: string, values = {}) => t(`governance:paper.${key}`, values);
  const day = (value: string | null) => (value === null ? '' : printDay(value));
  return {
    title: say('assessment'),
    number: say('number', { code: page.number ?? page.code }),
    above: watermark === undefined ? [] : [watermark],
    facts: [
      [say('to'), pick(page.authority, language)],
      [say('from'), pick(page.body.names, language)],
      [say('basis'), citedAs(page.basis, language)],
      [say('purpose'), pick(page.purpose.names, language)],
      [say('purposeBases'), page.purposeBases.map((basis) => citedAs(basis, language)).join('\n')],
      [say('registers'), namesOf(page.registers, language)],
      [say('firstProcessing'), day(page.firstProcessing)],
      [say('revision'), String(page.revision)],
      [say('sent'), day(page.sentOn)],
    ],
    sections: sectionsOf(page.parts, language),
    ...(page.revisions.length > 0 && {
      table: {
        title: say('history'),
        rows: [
          [say('revision'), say('sent'), say('numberHead'), say('answer')],
          ...page.revisions.map((one) => [
            String(one.revision),
            day(one.sentOn),
            one.number,
            [day(one.answeredOn), one.answer ?? ''].filter((text) => text !== '').join(': '),
          ]),
        ],
      },
    }),
  };
}

/** What a transfer agrees on. Pure. */
export function transferPaper(page: TransferPage, { t, language, watermark }: Omit<Reading, 'timeZone'>): Paper {
  const say = (key: string, values = {}) => t(`governance:paper.${key}`, values);
  const recipient = page.to === null ? (page.recipient ?? '') : pick(page.to.names, language);
  return {
    title: say('transfer'),
    number: say('number', { code: page.code }),
    above: watermark === undefined ? [] : [watermark],
    facts: [
      [say('from'), pick(page.body.names, language)],
      [say('recipient'), page.country === null ? recipient : `${recipient} (${page.country})`],
      [say('basis'), citedAs(page.basis, language)],
      [say('title'), page.title],
      [say('registers'), namesOf(page.registers, language)],
      [say('categories'), namesOf(page.categories, language)],
      [say('agreement'), page.agreement ?? ''],
      [say('period'), [page.from, page.until].map((one) => (one === null ? '…' : printDay(one))).join(' – ')],
    ],
    sections: sectionsOf(page.parts, language),
  };
}
