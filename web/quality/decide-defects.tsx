/** Saying the cause, and what comes of defects: one form for one and for many. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { mendDefects } from '../../src/quality/defects/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';

const choices = ['cause', 'consumer-wrong', 'source-wrong', 'undecided'] as const;
type Choice = (typeof choices)[number];

interface DecideProps {
  readonly defects: readonly string[];
  readonly onDone?: () => void;
}

export function DecideMany({ defects, onDone }: DecideProps) {
  const { t } = useWords('web-quality');
  const [choice, setChoice] = useState<Choice>('cause');
  const [words, setWords] = useState('');
  const decide = useCommand(mendDefects, { refreshes: ['quality'] });
  const act = async () => {
    const said = words.trim();
    await decide.mutateAsync({
      body: {
        defects: [...defects],
        act: choice === 'cause' ? { act: 'cause', words: said } : { act: 'outcome', outcome: choice, words: said },
      },
    });
    setWords('');
    onDone?.();
  };
  return (
    <Confirm
      title={t('act.decide')}
      words={
        <Stack>
          <Select
            label={t('act.what')}
            value={choice}
            onChange={(next) => setChoice((next as Choice | null) ?? 'cause')}
            allowDeselect={false}
            data={choices.map((one) => ({ value: one, label: t(`choice.${one}`) }))}
          />
          <p>{t(`choiceWords.${choice}`)}</p>
          <Textarea
            label={t('act.words')}
            rows={3}
            maxLength={2000}
            required
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNotice error={decide.error} />
        </Stack>
      }
      act={t('act.decide')}
      onAct={act}
    >
      {(open) => (
        <Button variant="filled" onClick={open}>
          {t('act.decide')}
        </Button>
      )}
    </Confirm>
  );
}
