/** Field by field: the verdict, where it is held, what agreed, and what to do. */
import { useMemo } from 'react';
import type { checkForm } from '../../../src/registers/radar/radar-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Soft } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { formatList } from '../../ui/format.ts';

type Form = Answer<typeof checkForm>['forms'][number];
type Field = Form['fields'][number];

const tones: Readonly<Record<Field['verdict'], Tone>> = {
  held: 'warn',
  derivable: 'warn',
  'below-quality': 'info',
  'not-held': 'good',
  skipped: 'quiet',
};
const MOST_REASONS = 4;

export function RadarFields({ form }: { readonly form: Form }) {
  useWords('registers');
  const { t, say, language } = useWords('web-once');
  const columns = useMemo<readonly Column<Field>[]>(() => {
    const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    return [
      {
        id: 'field',
        head: t('radar.field'),
        width: 240,
        wrap: true,
        cell: ({ field, part, place }) => (
          <>
            <bdi>{part ?? field}</bdi>{' '}
            <Soft>
              {place.letter !== undefined
                ? t('radar.place1', { letter: place.letter })
                : place.line !== undefined
                  ? t('radar.place2', { line: place.line })
                  : ''}
            </Soft>
          </>
        ),
      },
      {
        id: 'verdict',
        head: t('radar.verdict'),
        width: 220,
        wrap: true,
        sortBy: ({ verdict }) => verdict,
        cell: ({ verdict }) => <State tone={tones[verdict]}>{t(`registers:radar.verdicts.${verdict}`)}</State>,
      },
      {
        id: 'where',
        head: t('radar.where'),
        width: 280,
        wrap: true,
        cell: (one) => {
          const target =
            one.target ?? one.derivation?.from[0] ?? (one.reason === 'collected-here' ? one.nearest : null);
          if (!target) return <Soft>–</Soft>;
          return (
            <>
              <To to={paths.element(target.element)}>{say(target.names)}</To> <Soft>{say(target.registerNames)}</Soft>
            </>
          );
        },
      },
      {
        id: 'why',
        head: t('radar.why'),
        width: 230,
        wrap: true,
        cell: ({ target, nearest }) => {
          const one = target ?? nearest;
          if (!one) return <Soft>–</Soft>;
          const kinds = one.evidence.slice(0, MOST_REASONS).map(({ kind }) => t(`registers:radar.evidence.${kind}`));
          // Rounded down: nothing is said to be certain.
          const sure = t('radar.confidence', { share: percent.format(Math.floor(one.confidence * 100) / 100) });
          return `${target ? '' : `${t('radar.nearest', { name: say(one.names) })} · `}${formatList(kinds, language)} · ${sure}`;
        },
      },
      {
        id: 'reason',
        head: t('radar.reason'),
        width: 320,
        grow: true,
        wrap: true,
        cell: ({ reason, quality, recode, derivation }) =>
          [
            reason ? t(`registers:radar.reasons.${reason}`, { quality }) : '',
            derivation ? say(derivation.how) : '',
            recode.length > 0 ? t('radar.recode', { codes: recode.slice(0, 8).join(', ') }) : '',
          ]
            .filter((text) => text !== '')
            .join(' · '),
      },
    ];
  }, [t, say, language]);
  return (
    <Panel flush title={t('radar.fields')}>
      <DataTable
        id="registers.radarFields"
        label={`${t('radar.fields')}: ${form.form}`}
        columns={columns}
        rows={form.fields}
        rowKey={(one) => `${String(form.fields.indexOf(one))}-${one.field}`}
        total={form.fields.length}
      />
    </Panel>
  );
}
