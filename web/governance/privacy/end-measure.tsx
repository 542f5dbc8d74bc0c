/** Whoever owes a measure says that it was done; whoever keeps the assessment may drop it, with the reason. */
import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { endMeasure, type RiskPage } from '../../../src/governance/privacy/risk-contract.ts';
import { useCommand } from '../../api.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function EndMeasure({ page }: { readonly page: RiskPage }) {
  const { t } = usePrivacyWords();
  const open = page.measures.filter(({ id }) => page.mayEnd.includes(id));
  const [form, setForm] = useState({ measure: open[0]?.id ?? '', words: '', on: '', dropped: false });
  const end = useCommand(endMeasure, { refreshes });
  const { measure, words, on, dropped } = form;
  const send = () =>
    end.mutate({
      params: { risk: page.code, measure },
      body: { ended: dropped ? 'dropped' : 'done', words: words.trim(), ...(on !== '' && { on }) },
    });
  return (
    <Panel title={t('guard.endMeasure')}>
      <Stack>
        <Select
          label={t('guard.measure')}
          allowDeselect={false}
          value={measure}
          onChange={(value) => setForm({ ...form, measure: value ?? measure })}
          data={open.map(({ id, what }) => ({ value: id, label: what }))}
        />
        <Textarea
          label={t('guard.howDone')}
          required
          rows={3}
          maxLength={4000}
          value={words}
          onChange={(event) => setForm({ ...form, words: event.currentTarget.value })}
        />
        <DayInput label={t('guard.on')} value={on} onChange={(day) => setForm({ ...form, on: day })} />
        {page.steps.length > 0 && (
          <Checkbox
            label={t('guard.isDropped')}
            checked={dropped}
            onChange={(event) => setForm({ ...form, dropped: event.currentTarget.checked })}
          />
        )}
        <ProblemNotice error={end.error} />
        <FormEnd>
          <Button variant="default" disabled={words.trim() === ''} loading={end.isPending} onClick={send}>
            {t('guard.endMeasure')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}
