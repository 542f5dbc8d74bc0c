/** Forms that the profile gives to try the radar with: one press, and it is checked as if it had been sent. */
import { Button } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { exampleForm, listExampleForms } from '../../../src/registers/radar/radar-contract.ts';
import { askRaw, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Row } from '../../ui/page.tsx';

interface RadarTryProps {
  readonly onForms: (files: readonly File[], collects: string) => void;
}

/** In the place of a name: all of them in one run. */
const ALL = '*';
const shape = {
  root: { height: 'auto', minHeight: 36, paddingBlock: 6, maxWidth: '100%' },
  label: { whiteSpace: 'normal' as const, textAlign: 'start' as const },
};

export function RadarTry({ onForms }: RadarTryProps) {
  const { t, say } = useWords('web-once');
  const examples = useEndpoint(listExampleForms, {});
  const items = examples.data?.items ?? [];
  const take = useMutation({
    mutationFn: async (name: string) => {
      const wanted = items.filter((one) => name === ALL || one.name === name);
      const files = wanted.map(async (one) => {
        const answer = await askRaw(exampleForm, { params: { example: one.name } });
        return new File([await answer.blob()], one.fileName, { type: 'text/csv' });
      });
      return { files: await Promise.all(files), collects: name === ALL ? '' : (wanted[0]?.collects ?? '') };
    },
    onSuccess: ({ files, collects }) => onForms(files, collects),
  });
  const choices = items.map(({ name, names }) => ({ name, label: say(names) }));
  if (items.length > 1) choices.push({ name: ALL, label: t('radar.tryAll') });
  if (items.length === 0) return null;
  return (
    <>
      <Row>
        <span>{t('radar.try')}</span>
        {choices.map(({ name, label }) => (
          <Button
            key={name}
            variant="default"
            leftSection={<IconFileSearch size={18} aria-hidden />}
            loading={take.isPending && take.variables === name}
            onClick={() => take.mutate(name)}
            data-example={name}
            styles={shape}
          >
            {label}
          </Button>
        ))}
      </Row>
      <ProblemNotice error={take.error} />
    </>
  );
}
