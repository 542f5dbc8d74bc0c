/** One assessment of risks: risks with their score, measures with who owes them, the next step, what was found before. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  getRisk,
  riskWord,
  stepRisk,
  type OwedMeasure,
  type RiskPage as Assessment,
} from '../../../src/governance/privacy/risk-contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { formatNumber } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { Day, Num, Soft, UserText } from '../../ui/values.tsx';
import { State, Verdict } from '../../ui/verdict.tsx';
import { DayClock } from './clocks.tsx';
import { EndMeasure } from './end-measure.tsx';
import { RiskBand } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { WriteRisks } from './write-risks.tsx';
import { WordOf } from './word-of.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function RiskPage() {
  const { t, say } = usePrivacyWords();
  const code = useAddressPart('risk');
  const query = useEndpoint(getRisk, { params: { risk: code } });
  const { data } = query;
  return (
    <Page
      title={data ? `${t('guard.risk')}: ${say(data.register.names)}` : t('guard.risk')}
      mark={
        data && <Verdict tone={data.state === 'done' ? 'good' : 'busy'}>{t(`guard.riskStates.${data.state}`)}</Verdict>
      }
      lead={code}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('guard.title'), to: paths.privacy() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Whole page={page} key={`${page.state}${String(page.revision)}`} />}
      </Loaded>
    </Page>
  );
}

function Whole({ page }: { readonly page: Assessment }) {
  return (
    <Split side={<Side page={page} />}>
      <Facts page={page} />
      {page.steps.includes('write') ? <WriteRisks page={page} /> : <Risks page={page} />}
      <Measures page={page} />
      {page.revisions.length > 0 && <History page={page} />}
    </Split>
  );
}

function Facts({ page }: { readonly page: Assessment }) {
  const { t, say, language } = usePrivacyWords();
  const { names, citation } = page.basis;
  return (
    <Panel title={t('guard.risk')}>
      <FactList
        columns={2}
        facts={[
          [t('guard.register'), say(page.register.names)],
          [t('guard.body'), say(page.body.names)],
          [t('guard.worst'), page.worst ? <RiskBand key="w" {...page.worst} /> : '–'],
          [t('guard.revision'), <Num key="r" value={page.revision} />],
          [t('guard.dueFinish'), <Day key="d" value={page.due} />],
          [t('guard.lastDone'), page.doneOn && <Day key="l" value={page.doneOn} />],
          [t('guard.nextRisk'), page.nextOn && <Day key="n" value={page.nextOn} />],
          [t('guard.every'), t('guard.months', { months: formatNumber(page.months, language) })],
          ...(page.cause ? [[t('guard.cause'), <UserText key="c">{page.cause}</UserText>] as const] : []),
          ...(page.lateReason
            ? [[t('guard.lateReason'), <UserText key="lr">{page.lateReason}</UserText>] as const]
            : []),
          [t('guard.conclusion'), page.conclusion && <UserText key="co">{page.conclusion}</UserText>],
          [
            t('guard.basis'),
            <span key="b">
              {say(names)} {citation && <bdi>({citation})</bdi>}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}

function Risks({ page }: { readonly page: Assessment }) {
  const { t, say, language } = usePrivacyWords();
  type Line = Assessment['risks'][number];
  const level = (of: 'likelihood' | 'impact', value: number) =>
    `${formatNumber(value, language)} · ${say(page.scale[of].find((one) => one.value === value)?.names ?? {})}`;
  const columns: readonly Column<Line>[] = [
    {
      id: 'what',
      head: t('guard.riskText'),
      width: 300,
      grow: true,
      wrap: true,
      cell: ({ what }) => <UserText>{what}</UserText>,
    },
    {
      id: 'likelihood',
      head: t('guard.likelihood'),
      width: 170,
      cell: ({ likelihood }) => level('likelihood', likelihood),
    },
    { id: 'impact', head: t('guard.impact'), width: 150, cell: ({ impact }) => level('impact', impact) },
    { id: 'score', head: t('guard.score'), width: 160, cell: ({ score, band }) => <RiskBand {...{ score, band }} /> },
  ];
  return (
    <Panel title={t('guard.riskList')} flush>
      <DataTable
        id="governance.risk-lines"
        label={t('guard.riskList')}
        columns={columns}
        rows={page.risks.toSorted((a, b) => b.score - a.score)}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('guard.noRiskYet')} />}
      />
    </Panel>
  );
}

function MeasureState({ measure }: { readonly measure: OwedMeasure }) {
  const { t } = usePrivacyWords();
  if (measure.ended)
    return <State tone={measure.ended === 'done' ? 'good' : 'quiet'}>{t(`guard.ended.${measure.ended}`)}</State>;
  if (measure.decidedOn === null) return <State tone="quiet">{t('guard.proposed')}</State>;
  return <DayClock clock={measure.clock} />;
}

function Measures({ page }: { readonly page: Assessment }) {
  const { t, say } = usePrivacyWords();
  const columns: readonly Column<OwedMeasure>[] = [
    {
      id: 'what',
      head: t('guard.measureText'),
      width: 260,
      grow: true,
      wrap: true,
      cell: ({ what, words }) => (
        <>
          <UserText>{what}</UserText>
          {words && (
            <Soft>
              {' '}
              <UserText>{words}</UserText>
            </Soft>
          )}
        </>
      ),
    },
    { id: 'state', head: t('guard.state'), width: 160, cell: (measure) => <MeasureState measure={measure} /> },
    {
      id: 'owner',
      head: t('guard.owedBy'),
      width: 220,
      wrap: true,
      cell: ({ body, post }) => `${say(body.names)} · ${t(`bodies:posts.${post}`)}`,
    },
    { id: 'due', head: t('guard.due2'), width: 130, cell: ({ due }) => <Day value={due} /> },
    {
      id: 'risk',
      head: t('guard.forRisk'),
      width: 220,
      wrap: true,
      cell: ({ risk }) => <UserText>{page.risks.find(({ id }) => id === risk)?.what ?? ''}</UserText>,
    },
  ];
  return (
    <Panel title={t('guard.measures')} flush>
      <DataTable
        id="governance.risk-measures"
        label={t('guard.measures')}
        columns={columns}
        rows={page.measures}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('guard.noMeasures')} />}
      />
    </Panel>
  );
}

function History({ page }: { readonly page: Assessment }) {
  const { t, language } = usePrivacyWords();
  return (
    <Panel title={t('guard.riskHistory')}>
      <Timeline
        label={t('guard.riskHistory')}
        events={page.revisions.map((one) => ({
          id: one.revision,
          title: (
            <>
              {t('guard.revision')} <Num value={one.revision} />: <UserText>{one.conclusion}</UserText>
            </>
          ),
          at: <Day value={one.doneOn} />,
          detail: one.risks.map((risk) => (
            <p key={risk.id}>
              <UserText>{risk.what}</UserText> ({formatNumber(risk.score, language)})
            </p>
          )),
        }))}
      />
    </Panel>
  );
}

function Side({ page }: { readonly page: Assessment }) {
  const { t } = usePrivacyWords();
  const address = fileAddress(riskWord, { params: { risk: page.code } });
  const step = page.steps.find((one) => one !== 'write');
  return (
    <>
      <Panel title={t('guard.clock')}>
        <Stack>
          <DayClock clock={page.clock} />
          <Row>
            <WordOf address={address} code={page.code}>
              {t('guard.downloadDossier')}
            </WordOf>
          </Row>
        </Stack>
      </Panel>
      {page.mayEnd.length > 0 && <EndMeasure page={page} key={page.mayEnd.join()} />}
      {step && <Next page={page} step={step} />}
    </>
  );
}

function Next({ page, step }: { readonly page: Assessment; readonly step: Assessment['steps'][number] }) {
  const { t } = usePrivacyWords();
  const [form, setForm] = useState({ words: '', lateReason: '' });
  const take = useCommand(stepRisk, { refreshes });
  const isLate = step === 'finish' && page.clock.state === 'late';
  const send = () =>
    take.mutate({
      params: { risk: page.code },
      body: {
        ...{ step, ...(form.words.trim() !== '' && { words: form.words.trim() }) },
        ...(isLate && form.lateReason.trim() !== '' && { lateReason: form.lateReason.trim() }),
      },
    });
  return (
    <Panel title={t(`guard.riskActs.${step}`)}>
      <Stack>
        <Textarea
          label={t(step === 'finish' ? 'guard.conclusion' : 'guard.cause')}
          required
          rows={3}
          maxLength={4000}
          value={form.words}
          onChange={(event) => setForm({ ...form, words: event.currentTarget.value })}
        />
        {isLate && (
          <Textarea
            label={t('guard.lateReason')}
            required
            rows={2}
            maxLength={4000}
            value={form.lateReason}
            onChange={(event) => setForm({ ...form, lateReason: event.currentTarget.value })}
          />
        )}
        <ProblemNotice error={take.error} />
        <FormEnd>
          <Button loading={take.isPending} onClick={send}>
            {t(`guard.riskActs.${step}`)}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}
