/** How good a register is, down to the record: by rule, by field, by body, and who has accounted for the quarter. */
import { useCallback, useMemo } from 'react';
import type { Static } from 'typebox';
import {
  getScores,
  listReporting,
  type BodyScore,
  type FieldScore,
  type RegisterScore,
  type ReportingRow,
  type Score,
} from '../../src/quality/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { formatNumber } from '../ui/format.ts';
import { useView } from '../ui/hooks.ts';
import { Cards, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num, Percent } from '../ui/values.tsx';
import { State, Tag, Verdict, type Tone } from '../ui/verdict.tsx';
import { Defects } from './defects.tsx';
import { RegisterFrame } from './register-frame.tsx';

const tones: Readonly<Record<string, Tone>> = { green: 'good', yellow: 'warn', red: 'bad', 'not-assessed': 'unsure' };

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
      <Rules answer={answer} />
      <Bodies bodies={answer.bodies} register={register} />
      <Reporting register={register} />
    </>
  );
}

function Band({ score }: { readonly score: Static<typeof Score> }) {
  const { t } = useWords('quality');
  return <Verdict tone={tones[score.band] ?? 'unsure'}>{t(`quality:bands.${score.band}`)}</Verdict>;
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
            .filter(({ score }) => score.assessed > 0)
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
            <Percent value={rule.score.score} />
          </State>
        ),
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
    <Panel title={t('quality.bodies')} flush>
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

type Reporter = Static<typeof ReportingRow>;

function Reporting({ register }: { readonly register: string }) {
  const { t } = useWords('web-registers');
  const query = useEndpoint(listReporting, { params: { register } });
  if (!query.data || query.data.items.length === 0) return null;
  const { items, reported, reporters } = query.data;
  return (
    <Panel title={t('reporting.title')} note={t('reporting.of', { reported, count: reporters })} flush>
      <Reporters items={items} register={register} />
    </Panel>
  );
}

function Reporters({ items, register }: { readonly items: readonly Reporter[]; readonly register: string }) {
  const { t, say } = useWords('web-registers');
  const columns = useMemo<readonly Column<Reporter>[]>(
    () => [
      {
        id: 'body',
        head: t('quality.body'),
        width: 220,
        grow: true,
        cell: ({ body }) => <To to={paths.bodyRegister(body.code, register)}>{say(body.names)}</To>,
      },
      {
        id: 'expected',
        head: t('reporting.expected'),
        width: 150,
        align: 'end',
        cell: ({ expected }) => <Num value={expected} />,
      },
      {
        id: 'state',
        head: t('reporting.state'),
        width: 300,
        cell: (row) => <Standing row={row} />,
      },
      { id: 'due', head: t('reporting.due'), width: 130, cell: ({ due }) => <Day value={due} /> },
      {
        id: 'signed',
        head: t('reporting.signed'),
        width: 220,
        cell: ({ signedBelow, signedAbove }) => (
          <>
            <Day value={signedBelow} /> / <Day value={signedAbove} />
          </>
        ),
      },
      {
        id: 'differences',
        head: t('reporting.differences'),
        width: 130,
        align: 'end',
        cell: ({ differences }) => <Num value={differences} />,
      },
    ],
    [t, say, register],
  );
  return (
    <DataTable
      id="quality.reporting"
      label={t('reporting.title')}
      plain
      columns={columns}
      rows={items}
      rowKey={({ body }) => String(body.id)}
    />
  );
}

function Standing({ row }: { readonly row: Reporter }) {
  const { t } = useWords('web-registers');
  if (row.reported) return <State tone="good">{t('reporting.reported')}</State>;
  if (row.workingDays < 0) return <State tone="bad">{t('web:work.late', { count: Math.abs(row.workingDays) })}</State>;
  return <State tone="busy">{t('web:work.left', { count: row.workingDays })}</State>;
}
