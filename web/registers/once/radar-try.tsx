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
  readonly onForm: (file: File, collects: string) => void;
}

export function RadarTry({ onForm }: RadarTryProps) {
  const { t, say } = useWords('web-once');
  const examples = useEndpoint(listExampleForms, {});
  const items = examples.data?.items ?? [];
  const take = useMutation({
    mutationFn: async (name: string) => {
      const answer = await askRaw(exampleForm, { params: { example: name } });
      return { name, content: await answer.blob() };
    },
    onSuccess: ({ name, content }) => {
      const form = items.find((one) => one.name === name);
      if (form) onForm(new File([content], form.fileName, { type: 'text/csv' }), form.collects ?? '');
    },
  });
  if (items.length === 0) return null;
  return (
    <>
      <Row>
        <span>{t('radar.try')}</span>
        {items.map(({ name, names }) => (
          <Button
            key={name}
            variant="default"
            leftSection={<IconFileSearch size={18} aria-hidden />}
            loading={take.isPending && take.variables === name}
            onClick={() => take.mutate(name)}
            data-example={name}
            styles={{ root: { height: 'auto', minHeight: 36, paddingBlock: 6 }, label: { whiteSpace: 'normal' } }}
          >
            {say(names)}
          </Button>
        ))}
      </Row>
      <ProblemNotice error={take.error} />
    </>
  );
}
