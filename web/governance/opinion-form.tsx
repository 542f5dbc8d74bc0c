/** An opinion is given: granted, or refused with a reason of the list and words. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RequestPage } from '../../src/governance/requests/request-contract.ts';
import { FormEnd } from '../ui/form.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';
import { Day, UserText } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { useRequestWords } from './use-request-words.ts';

export interface Said {
  readonly allowed: boolean;
  readonly reason?: string;
  readonly text: string;
}

interface OpinionFormProps {
  readonly label: string;
  readonly reasons: RequestPage['reasons'];
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSay: (said: Said) => void;
}

export function OpinionForm({ label, reasons, busy, error, onSay }: OpinionFormProps) {
  const { t, say } = useRequestWords();
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState('');
  const isComplete = reason !== null && text.trim() !== '';
  return (
    <Stack>
      <Textarea
        label={t('opinionWords', { what: label })}
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select
        label={t('reason')}
        description={t('hint.reason')}
        clearable
        clearButtonProps={{ 'aria-label': t('web:action.clear') }}
        value={reason}
        onChange={setReason}
        data={reasons.map(({ code, names }) => ({ value: code, label: say(names) }))}
      />
      <ProblemNotice error={error} />
      <FormEnd>
        <Button
          variant="default"
          disabled={!isComplete}
          loading={busy}
          onClick={() => onSay({ allowed: false, text: text.trim(), ...(reason !== null && { reason }) })}
        >
          {t('refuse')}
        </Button>
        <Button loading={busy} onClick={() => onSay({ allowed: true, text: text.trim() })}>
          {t('agree')}
        </Button>
      </FormEnd>
    </Stack>
  );
}

/** An opinion as it was given. */
export function Given({ opinion }: { readonly opinion: NonNullable<RequestPage['content']> }) {
  const { t, say } = useRequestWords();
  const { allowed, reason, text, on, body } = opinion;
  return (
    <Stack>
      <p>
        <Verdict tone={allowed ? 'good' : 'bad'}>{t(allowed ? 'agreed' : 'refused')}</Verdict> {say(body?.names)} ·{' '}
        <Day value={on} />
      </p>
      {reason && <p>{say(reason)}</p>}
      {text !== '' && <UserText>{text}</UserText>}
    </Stack>
  );
}
