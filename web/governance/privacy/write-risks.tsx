/** The draft of an assessment: risks on the profile’s scale, and the measures that are proposed. */
import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { measurePosts, stepRisk, type RiskPage } from '../../../src/governance/privacy/risk-contract.ts';
import { useCommand } from '../../api.ts';
import { BodySelect } from '../../records/body-select.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { Soft } from '../../ui/values.tsx';
import { RiskBand } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

interface Risk {
  readonly id: string;
  readonly what: string;
  readonly likelihood: number;
  readonly impact: number;
}

interface Measure {
  readonly id: string;
  readonly risk: string;
  readonly what: string;
  readonly body: string;
  readonly post: (typeof measurePosts)[number];
  readonly due: string;
}

/** The first id of a letter and a number that is not taken. */
function freeId(letter: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = `${letter}${String(number)}`;
    if (!taken.includes(id)) return id;
  }
}

const replaced = <T extends { readonly id: string }>(list: readonly T[], next: T): readonly T[] =>
  list.map((one) => (one.id === next.id ? next : one));

export function WriteRisks({ page }: { readonly page: RiskPage }) {
  const { t } = usePrivacyWords();
  const [risks, setRisks] = useState<readonly Risk[]>(() =>
    page.risks.map(({ id, what, likelihood, impact }) => ({ id, what, likelihood, impact })),
  );
  const [measures, setMeasures] = useState<readonly Measure[]>(() =>
    page.measures
      .filter(({ decidedOn }) => decidedOn === null)
      .map(({ id, risk, what, body, post, due }) => ({ id, risk, what, body: body.code, post, due })),
  );
  const save = useCommand(stepRisk, { refreshes });
  const addRisk = () => {
    const id = freeId(
      'r',
      risks.map((one) => one.id),
    );
    setRisks([...risks, { id, what: '', likelihood: 1, impact: 1 }]);
  };
  const addMeasure = (risk: string) => {
    const id = freeId(
      'm',
      [...measures, ...page.measures].map((one) => one.id),
    );
    setMeasures([...measures, { id, risk, what: '', body: page.body.code, post: 'data-manager', due: '' }]);
  };
  const isWhole = [...risks, ...measures].every(({ what }) => what.trim() !== '') && measures.every(({ due }) => due);
  return (
    <Panel title={t('guard.riskList')}>
      <Stack>
        {risks.length === 0 && <Soft>{t('guard.noRiskYet')}</Soft>}
        {risks.map((risk) => (
          <OneRisk
            key={risk.id}
            page={page}
            risk={risk}
            onChange={(next) => setRisks(replaced(risks, next))}
            onRemove={() => {
              setRisks(risks.filter(({ id }) => id !== risk.id));
              setMeasures(measures.filter((one) => one.risk !== risk.id));
            }}
            onMeasure={() => addMeasure(risk.id)}
          >
            {measures
              .filter((one) => one.risk === risk.id)
              .map((measure) => (
                <OneMeasure
                  key={measure.id}
                  measure={measure}
                  onChange={(next) => setMeasures(replaced(measures, next))}
                  onRemove={() => setMeasures(measures.filter(({ id }) => id !== measure.id))}
                />
              ))}
          </OneRisk>
        ))}
        <Row>
          <Button variant="default" leftSection={<IconPlus size={17} />} onClick={addRisk}>
            {t('guard.addRisk')}
          </Button>
        </Row>
        <ProblemNotice error={save.error} />
        <FormEnd>
          <Button
            disabled={!isWhole}
            loading={save.isPending}
            onClick={() =>
              save.mutate({
                params: { risk: page.code },
                body: { step: 'write', risks: [...risks], measures: [...measures] },
              })
            }
          >
            {t('guard.riskActs.write')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}

interface OneRiskProps {
  readonly page: RiskPage;
  readonly risk: Risk;
  readonly onChange: (next: Risk) => void;
  readonly onRemove: () => void;
  readonly onMeasure: () => void;
  readonly children: ReactNode;
}

function OneRisk({ page, risk, onChange, onRemove, onMeasure, children }: OneRiskProps) {
  const { t, say, language } = usePrivacyWords();
  const score = risk.likelihood * risk.impact;
  const band = page.scale.bands.findLast(({ from }) => from <= score);
  const level = (of: 'likelihood' | 'impact') => (
    <Select
      label={t(`guard.${of}`)}
      allowDeselect={false}
      value={String(risk[of])}
      onChange={(value) => onChange({ ...risk, [of]: Number(value) })}
      data={page.scale[of].map(({ value, names }) => ({
        value: String(value),
        label: `${formatNumber(value, language)} · ${say(names)}`,
      }))}
    />
  );
  return (
    <fieldset>
      <legend className="visually-hidden">{t('guard.riskText')}</legend>
      <FieldGrid>
        <TextInput
          label={t('guard.riskText')}
          required
          dir="auto"
          maxLength={1000}
          value={risk.what}
          onChange={(event) => onChange({ ...risk, what: event.currentTarget.value })}
        />
        {level('likelihood')}
        {level('impact')}
      </FieldGrid>
      <Row>
        {band && <RiskBand {...{ score, band }} />}
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={onMeasure}>
          {t('guard.addMeasure')}
        </Button>
        <Button variant="subtle" size="compact-sm" leftSection={<IconTrash size={15} />} onClick={onRemove}>
          {t('guard.remove')}
        </Button>
      </Row>
      {children}
    </fieldset>
  );
}

interface OneMeasureProps {
  readonly measure: Measure;
  readonly onChange: (next: Measure) => void;
  readonly onRemove: () => void;
}

function OneMeasure({ measure, onChange, onRemove }: OneMeasureProps) {
  const { t } = usePrivacyWords();
  return (
    <fieldset>
      <legend className="visually-hidden">{t('guard.measure')}</legend>
      <FieldGrid>
        <TextInput
          label={t('guard.measureText')}
          required
          dir="auto"
          maxLength={1000}
          value={measure.what}
          onChange={(event) => onChange({ ...measure, what: event.currentTarget.value })}
        />
        <BodySelect
          label={t('guard.owedBy')}
          value={measure.body}
          onChange={(body) => onChange({ ...measure, body })}
        />
        <Select
          label={t('guard.post')}
          allowDeselect={false}
          value={measure.post}
          onChange={(post) => onChange({ ...measure, post: post ?? measure.post })}
          data={measurePosts.map((post) => ({ value: post, label: t(`bodies:posts.${post}`) }))}
        />
        <DayInput label={t('guard.due2')} value={measure.due} onChange={(due) => onChange({ ...measure, due })} />
      </FieldGrid>
      <Button variant="subtle" size="compact-sm" leftSection={<IconTrash size={15} />} onClick={onRemove}>
        {t('guard.remove')}
      </Button>
    </fieldset>
  );
}
