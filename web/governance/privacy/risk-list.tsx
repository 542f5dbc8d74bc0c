/** Yearly assessments of risks, and the registers whose risks nobody has assessed. */
import { useNavigate } from '@tanstack/react-router';
import type { PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import { beginRisk, type RiskLine, type UnriskedLine } from '../../../src/governance/privacy/risk-contract.ts';
import { useCommand } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Soft } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { DayClock } from './clocks.tsx';
import { RiskBand } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function RiskList({ board }: { readonly board: PrivacyBoard }) {
  const { t } = usePrivacyWords();
  return (
    <>
      <Panel title={t('guard.risks')} note={t('guard.risksNote')} flush>
        <DataTable
          id="governance.risks"
          label={t('guard.risks')}
          columns={useRiskColumns()}
          rows={board.risks}
          rowKey={({ code }) => code}
          empty={<EmptyState title={t('guard.noRisks')} />}
        />
      </Panel>
      {board.unrisked.length > 0 && <Unrisked lines={board.unrisked} />}
    </>
  );
}

function useRiskColumns(): readonly Column<RiskLine>[] {
  const { t, say, language } = usePrivacyWords();
  const number = (value: number) => formatNumber(value, language);
  return [
    {
      id: 'number',
      head: t('guard.number'),
      width: 140,
      cell: ({ code }) => (
        <To to={paths.risk(code)}>
          <Code>{code}</Code>
        </To>
      ),
    },
    {
      id: 'register',
      head: t('guard.register'),
      width: 200,
      grow: true,
      wrap: true,
      cell: ({ register }) => say(register.names),
    },
    { id: 'clock', head: t('guard.clock'), width: 170, cell: ({ clock }) => <DayClock clock={clock} /> },
    {
      id: 'state',
      head: t('guard.state'),
      width: 140,
      cell: ({ state }) => <State tone={state === 'done' ? 'good' : 'busy'}>{t(`guard.riskStates.${state}`)}</State>,
    },
    {
      id: 'worst',
      head: t('guard.worst'),
      width: 170,
      cell: ({ worst }) => (worst ? <RiskBand {...worst} /> : <Soft>–</Soft>),
    },
    {
      id: 'measures',
      head: t('guard.measures'),
      width: 180,
      cell: ({ owed, late }) => (
        <Row>
          {t('guard.measuresOpen', { owed: number(owed) })}
          {late > 0 && <Tag tone="bad">{t('guard.measuresLate', { late: number(late) })}</Tag>}
        </Row>
      ),
    },
    { id: 'done', head: t('guard.doneOn2'), width: 130, cell: ({ doneOn }) => <Day value={doneOn} /> },
    { id: 'body', head: t('guard.body'), width: 170, wrap: true, cell: ({ body }) => say(body.names) },
  ];
}

function Unrisked({ lines }: { readonly lines: readonly UnriskedLine[] }) {
  const { t, say } = usePrivacyWords();
  const go = useNavigate();
  const may = useMay(beginRisk.permission);
  const begin = useCommand(beginRisk, { refreshes });
  const columns: readonly Column<UnriskedLine>[] = [
    {
      id: 'register',
      head: t('guard.register'),
      width: 240,
      grow: true,
      wrap: true,
      cell: ({ register }) => say(register.names),
    },
    { id: 'clock', head: t('guard.clock'), width: 170, cell: ({ clock }) => <DayClock clock={clock} /> },
    { id: 'due', head: t('guard.due2'), width: 130, cell: ({ clock }) => <Day value={clock.due} /> },
    { id: 'since', head: t('guard.keptSince'), width: 150, cell: ({ since }) => <Day value={since} /> },
    { id: 'body', head: t('guard.body'), width: 200, wrap: true, cell: ({ body }) => say(body.names) },
    {
      id: 'begin',
      head: t('guard.next'),
      width: 170,
      cell: ({ register }) => (
        <OffButton
          may={may}
          size="compact-sm"
          variant="subtle"
          onClick={() =>
            begin.mutate(
              { body: { register: register.code } },
              { onSuccess: ({ code }) => void go({ to: paths.risk(code) }) },
            )
          }
        >
          {t('guard.beginRisk')}
        </OffButton>
      ),
    },
  ];
  return (
    <Panel title={t('guard.unrisked')} note={t('guard.unriskedNote')} flush>
      <ProblemNotice error={begin.error} />
      <DataTable
        id="governance.unrisked"
        label={t('guard.unrisked')}
        columns={columns}
        rows={lines}
        rowKey={({ register }) => register.code}
      />
    </Panel>
  );
}
