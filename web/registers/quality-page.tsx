/** How good a register is, down to the record: by rule, by field, by body, and who has accounted for the quarter. */
import { useCallback, useMemo } from 'react';
import type { Static } from 'typebox';
import { getScores, type BodyScore, type FieldScore, type RegisterScore } from '../../src/quality/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { Band, Criteria, tones } from '../quality/criteria.tsx';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { formatNumber } from '../ui/format.ts';
import { useView } from '../ui/hooks.ts';
import { Cards, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Num, Percent } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { Defects } from './defects.tsx';
import { RegisterFrame } from './register-frame.tsx';
import { Reporting } from './reporting.tsx';

export function QualityPage() {
  return <RegisterFrame tab={paths.quality}>{(_catalogue, register) => <Quality register={register} />}</RegisterFrame>;
}

function Quality({ register }: { readonly register: string }) {
  const [view] = useView({ rule: '', field: '' });
  const query = useEndpoint(getScores, { params: { register } }, { when: view.rule === '' });
  if (view.rule) return <Defects register={register} rule={view.rule} field={view.field} />;
  return (
    <Loaded query={query} shape="page">
      {(answer) => <Scores answer={answer} />}
    </Loaded>
  );
}

function Scores({ answer }: { readonly answer: RegisterScore }) {
  const { t, language } = useWords('web-registers');
  const { score, register } = answer;
  return (
    <>
      <Cards>
        <StatCard
          label={t('quality.score')}
          value={<Percent value={score.score} />}
          tone={tones[score.band] ?? 'unsure'}
          mark={<Band score={score} />}
        />
        <StatCard
          label={t('quality.failing')}
          value={<Num value={score.failing} />}
          note={t('quality.assessed', { count: score.assessed, number: formatNumber(score.assessed, language) })}
        />
      </Cards>
      <Criteria answer={answer} />
      <Rules answer={answer} />
      <Bodies bodies={answer.bodies} register={register} />
      <Reporting register={register} />
    </>
  );
}

interface RuleLine {
  readonly id: string;
  readonly rule: Static<typeof FieldScore>['rules'][number];
  readonly field: Static<typeof FieldScore>;
}

/** A rule between fields has a sentence of its own; a rule of every field has a word of the room. */
function useRuleWord() {
  const { t, say } = useWords('quality');
  return useCallback(
    ({ rule, names }: RuleLine['rule']) =>
      Object.keys(names).length > 0 ? say(names) : t(`quality:rules.${rule}`, { defaultValue: rule }),
    [t, say],
  );
}

function Rules({ answer }: { readonly answer: RegisterScore }) {
  const { t, say } = useWords('web-registers');
  const wordOf = useRuleWord();
  const lines = useMemo(
    () =>
      answer.fields
        .flatMap((field) =>
          field.rules
            // What nothing stopped and nothing was judged by says nothing.
            .filter(({ score, reason }) => score.assessed > 0 || reason !== null)
            .map((rule): RuleLine => ({ id: `${field.field}/${rule.rule}`, rule, field })),
        )
        // What fails most stands first.
        .sort((a, b) => b.rule.score.failing - a.rule.score.failing),
    [answer.fields],
  );
  const columns = useMemo<readonly Column<RuleLine>[]>(
    () => [
      {
        id: 'rule',
        head: t('quality.rule'),
        width: 320,
        grow: true,
        wrap: true,
        sortBy: ({ rule }) => wordOf(rule),
        cell: ({ rule }) => wordOf(rule),
      },
      {
        id: 'field',
        head: t('quality.field'),
        width: 220,
        sortBy: ({ field }) => (field.field ? say(field.names) : ''),
        cell: ({ field }) => (
          <>
            {field.field ? say(field.names) : t('quality.betweenFields')}{' '}
            {field.key && <Tag>{t('web:keyRole.key')}</Tag>}
          </>
        ),
      },
      {
        id: 'dimension',
        head: t('quality.dimension'),
        width: 130,
        sortBy: ({ rule }) => rule.dimension,
        cell: ({ rule }) => t(`web:dimension.${rule.dimension}`, { defaultValue: rule.dimension }),
      },
      {
        id: 'score',
        head: t('quality.score'),
        width: 150,
        align: 'end',
        sortBy: ({ rule }) => rule.score.score,
        cell: ({ rule }) => (
          <State tone={tones[rule.score.band] ?? 'unsure'}>
            {rule.reason ? t(`quality:reasons.${rule.reason}`) : <Percent value={rule.score.score} />}
          </State>
        ),
      },
      {
        id: 'assessed',
        head: t('quality.assessedHead'),
        width: 130,
        align: 'end',
        sortBy: ({ rule }) => rule.score.assessed,
        cell: ({ rule }) => <Num value={rule.score.assessed} />,
      },
      {
        id: 'failing',
        head: t('quality.failing'),
        width: 150,
        align: 'end',
        sortBy: ({ rule }) => -rule.score.failing,
        cell: ({ rule, field }) =>
          rule.score.failing === 0 ? (
            <Num value={0} />
          ) : (
            <To to={withView(paths.quality(answer.register), { rule: rule.rule, field: field.field })}>
              <Num value={rule.score.failing} />
            </To>
          ),
      },
    ],
    [t, say, wordOf, answer.register],
  );
  return (
    <Panel title={t('quality.rules')} flush>
      <DataTable id="quality.rules" label={t('quality.rules')} columns={columns} rows={lines} rowKey={({ id }) => id} />
    </Panel>
  );
}

type BodyLine = Static<typeof BodyScore>;

function Bodies({ bodies, register }: { readonly bodies: readonly BodyLine[]; readonly register: string }) {
  const { t, say } = useWords('web-registers');
  const columns = useMemo<readonly Column<BodyLine>[]>(
    () => [
      {
        id: 'body',
        head: t('quality.body'),
        width: 280,
        grow: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body }) => <To to={paths.bodyRegister(body.code, register)}>{say(body.names)}</To>,
      },
      {
        id: 'score',
        head: t('quality.score'),
        width: 150,
        align: 'end',
        sortBy: ({ score }) => score.score,
        cell: ({ score }) => (
          <State tone={tones[score.band] ?? 'unsure'}>
            <Percent value={score.score} />
          </State>
        ),
      },
      {
        id: 'failing',
        head: t('quality.failing'),
        width: 150,
        align: 'end',
        sortBy: ({ score }) => -score.failing,
        cell: ({ score }) => <Num value={score.failing} />,
      },
    ],
    [t, say, register],
  );
  if (bodies.length === 0) return null;
  return (
    <Panel title={t('quality.bodies')} note={t('quality.bodiesNote')} flush>
      <DataTable
        id="quality.bodies"
        label={t('quality.bodies')}
        columns={columns}
        rows={bodies}
        rowKey={({ body }) => String(body.id)}
      />
    </Panel>
  );
}
