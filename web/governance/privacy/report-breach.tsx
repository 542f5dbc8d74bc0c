/** The form of whoever reports a breach: little is asked, so that it is sent at once. */
import { Button, Checkbox, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listPurposes, listRegisters } from '../../../src/governance/contract.ts';
import { reportBreach } from '../../../src/governance/privacy/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { MomentInput, momentOf, noMoment } from './moment-input.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export const refreshes = ['governance', 'work'];

const blank = {
  ...{ title: '', words: '', drill: false, people: '' as number | string },
  ...{ registers: [] as string[], categories: [] as string[], discovered: noMoment, happened: noMoment },
};

export function ReportBreach({ onDone }: { readonly onDone: (code: string) => void }) {
  const { t, say } = usePrivacyWords();
  const [form, setForm] = useState(blank);
  const registers = useEndpoint(listRegisters, {});
  const known = useEndpoint(listPurposes, {});
  const report = useCommand(reportBreach, { refreshes });
  const set = (change: Partial<typeof blank>) => setForm({ ...form, ...change });
  const send = () => {
    const [discoveredAt, happenedAt] = [momentOf(form.discovered), momentOf(form.happened)];
    const { title, drill, registers: of, categories, people } = form;
    const body = {
      ...{ title: title.trim(), drill, registers: of, categories },
      ...(typeof people === 'number' && { people }),
      ...(form.words.trim() !== '' && { words: form.words.trim() }),
      ...(discoveredAt !== undefined && { discoveredAt }),
      ...(happenedAt !== undefined && { happenedAt }),
    };
    report.mutate({ body }, { onSuccess: ({ code }) => onDone(code) });
  };
  const options = (list: readonly { readonly code: string; readonly names: Record<string, string> }[]) =>
    list.map(({ code, names }) => ({ value: code, label: say(names) }));
  return (
    <Notice tone="warn" title={t('guard.report')}>
      <p>{t('guard.reportWords')}</p>
      <FieldGrid>
        <TextInput
          label={t('guard.what')}
          required
          maxLength={200}
          value={form.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('guard.registers')}
          searchable
          value={form.registers}
          onChange={(value) => set({ registers: value })}
          data={options((registers.data?.items ?? []).map(({ name, names }) => ({ code: name, names })))}
        />
        <MultiSelect
          label={t('guard.categories')}
          searchable
          value={form.categories}
          onChange={(value) => set({ categories: value })}
          data={options(known.data?.categories ?? [])}
        />
        <NumberInput
          label={t('guard.people')}
          description={t('guard.estimated')}
          min={0}
          allowDecimal={false}
          value={form.people}
          onChange={(people) => set({ people })}
        />
        <MomentInput
          label={t('guard.discovered')}
          value={form.discovered}
          onChange={(discovered) => set({ discovered })}
        />
        <MomentInput label={t('guard.happened')} value={form.happened} onChange={(happened) => set({ happened })} />
        <Textarea
          label={t('guard.firstWords')}
          rows={3}
          maxLength={4000}
          value={form.words}
          onChange={(event) => set({ words: event.currentTarget.value })}
        />
        <Checkbox
          label={t('guard.isDrill')}
          checked={form.drill}
          onChange={(event) => set({ drill: event.currentTarget.checked })}
        />
      </FieldGrid>
      <ProblemNotice error={report.error} />
      <FormEnd>
        <Button mt="md" disabled={form.title.trim() === ''} loading={report.isPending} onClick={send}>
          {t('guard.sendReport')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
