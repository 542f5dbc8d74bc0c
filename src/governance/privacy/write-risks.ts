/** An assessment of risks as Word: facts, each risk with its score, each measure with who owes it. Pure. */
import { printDay } from '../../platform/day.ts';
import { pick } from '../../platform/texts.ts';
import type { RiskPage } from './risk-contract.ts';
import { citedAs, type Paper, type Reading } from './write-papers.ts';

const day = (value: string | null): string => (value === null ? '' : printDay(value));

export function riskPaper(page: RiskPage, { t, language, watermark }: Omit<Reading, 'timeZone'>): Paper {
  const say = (key: string, values = {}) => t(`governance:paper.${key}`, values);
  const step = (of: 'likelihood' | 'impact', value: number) => {
    const found = page.scale[of].find((one) => one.value === value);
    return `${String(value)} (${pick(found?.names ?? {}, language)})`;
  };
  const whatOf = (id: string) => page.risks.find((risk) => risk.id === id)?.what ?? id;
  return {
    title: say('risk'),
    number: say('number', { code: page.code }),
    above: watermark === undefined ? [] : [watermark],
    facts: [
      [say('from'), pick(page.body.names, language)],
      [say('registers'), pick(page.register.names, language)],
      [say('basis'), citedAs(page.basis, language)],
      [say('revision'), String(page.revision)],
      [say('finished'), day(page.doneOn)],
      [say('next'), day(page.nextOn)],
      ...(page.lateReason === null ? [] : [[say('late'), page.lateReason] as const]),
    ],
    sections: [
      ...page.risks.map((risk) => ({
        title: risk.what,
        text: [
          `${say('likelihood')}: ${step('likelihood', risk.likelihood)}`,
          `${say('impact')}: ${step('impact', risk.impact)}`,
          `${say('score')}: ${String(risk.score)} (${pick(risk.band.names, language)})`,
        ].join('\n'),
      })),
      { title: say('conclusion'), text: page.conclusion ?? '' },
    ],
    ...(page.measures.length > 0 && {
      table: {
        title: say('measures'),
        rows: [
          [say('measure'), say('risk'), say('owedBy'), say('dueDay'), say('ended')],
          ...page.measures.map((one) => [
            one.what,
            whatOf(one.risk),
            `${pick(one.body.names, language)}, ${t(`bodies:posts.${one.post}`)}`,
            day(one.due),
            one.ended === null ? '' : `${say(one.ended)} ${day(one.endedOn)}: ${one.words ?? ''}`,
          ]),
        ],
      },
    }),
  };
}
