/** One consumer's grant by itself: suspended, taken up again, revoked, each time with the reason. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { changeAgreement, type AgreementPage, type GrantLine } from '../../src/governance/contract.ts';
import { useCommand } from '../api.ts';
import { currentLanguage } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';
import { useRequestWords } from './use-request-words.ts';

interface GrantActsProps {
  readonly agreement: AgreementPage;
  readonly grant: GrantLine;
}

/** Whether this person may do anything with the grants of an agreement. */
export const mayChangeGrants = ({ allowed }: AgreementPage): boolean => allowed['governance.changeAgreement'].allowed;

export function GrantActs({ agreement, grant }: GrantActsProps) {
  if (grant.state === 'revoked' || grant.state === 'expired') return null;
  const acts = [grant.state === 'suspended' ? 'active' : 'suspended', 'revoked'] as const;
  return (
    <Stack gap="tight">
      {acts.map((state) => (
        <GrantAct key={state} agreement={agreement} grant={grant} state={state} />
      ))}
    </Stack>
  );
}

function GrantAct({
  agreement,
  grant,
  state,
}: GrantActsProps & { readonly state: 'active' | 'suspended' | 'revoked' }) {
  const { t, say } = useRequestWords();
  const [reason, setReason] = useState('');
  const change = useCommand(changeAgreement, { refreshes: ['governance', 'exchange'] });
  const word =
    state === 'revoked' ? t('revoke') : t(state === 'active' ? 'web:governance.resume' : 'web:governance.suspend');
  const name = say(grant.consumer.names);
  const act = () =>
    change.mutateAsync({
      params: { agreement: agreement.code },
      body: {
        ...{ state, consumer: grant.consumer.code },
        ...(reason.trim() !== '' && { reason: { [currentLanguage()]: reason.trim() } }),
      },
    });
  return (
    <Confirm
      title={`${word}: ${name}`}
      danger={state !== 'active'}
      words={
        <Stack>
          <p>{t('grantWords', { name })}</p>
          {state !== 'active' && (
            <Textarea
              label={t('grantReason')}
              rows={3}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <ProblemNotice error={change.error} />
        </Stack>
      }
      act={word}
      onAct={act}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open} aria-label={`${word}: ${name}`}>
          {word}
        </Button>
      )}
    </Confirm>
  );
}
