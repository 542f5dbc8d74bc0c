/** What is done with an agreement: suspended, taken up again, revoked, renewed, its security confirmed, its text taken. */
import { Button } from '@mantine/core';
import { IconFileTypeDocx, IconFileTypePdf } from '@tabler/icons-react';
import { useState } from 'react';
import {
  agreementPdf,
  agreementWord,
  confirmSecurity,
  renewAgreement,
} from '../../src/governance/agreement-contract.ts';
import { changeAgreement, type AgreementPage } from '../../src/governance/contract.ts';
import { fileAddress, useCommand } from '../api.ts';
import { OffButton } from '../ui/off-button.tsx';
import { mayOf } from '../ui/may.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Row, Stack } from '../ui/page.tsx';
import { useRequestWords } from './use-request-words.ts';

interface ActsProps {
  readonly agreement: AgreementPage;
}
const refreshes = ['governance', 'exchange'];

export function AgreementActs({ agreement }: ActsProps) {
  const { t } = useRequestWords();
  const params = { agreement: agreement.code };
  return (
    <Row>
      {(
        [
          ['word', agreementWord, IconFileTypeDocx],
          ['pdf', agreementPdf, IconFileTypePdf],
        ] as const
      ).map(([word, endpoint, Icon]) => (
        <Button
          key={word}
          component="a"
          href={fileAddress(endpoint, { params })}
          download
          variant="default"
          leftSection={<Icon size={18} />}
        >
          {t(word)}
        </Button>
      ))}
      {agreement.home === null && <Security agreement={agreement} />}
      {agreement.home === null && (
        <>
          <Renew agreement={agreement} />
          <States agreement={agreement} />
        </>
      )}
    </Row>
  );
}

function States({ agreement }: ActsProps) {
  const { t } = useRequestWords();
  const change = useCommand(changeAgreement, { refreshes });
  const { state, code, grants } = agreement;
  if (state === 'expired' || state === 'revoked') return null;
  const may = mayOf(agreement.allowed['governance.changeAgreement']);
  const acts = [state === 'suspended' ? 'active' : 'suspended', 'revoked'] as const;
  const wordOf = (next: (typeof acts)[number]) =>
    next === 'revoked' ? t('revoke') : t(next === 'active' ? 'web:governance.resume' : 'web:governance.suspend');
  return acts.map((next) => (
    <Confirm
      key={next}
      title={wordOf(next)}
      danger={next !== 'active'}
      words={
        <>
          <p>{t('web:governance.changeWords', { count: grants.length })}</p>
          {next === 'revoked' && <p>{t('revokeWords')}</p>}
          <ProblemNotice error={change.error} />
        </>
      }
      act={wordOf(next)}
      onAct={() => change.mutateAsync({ params: { agreement: code }, body: { state: next } })}
    >
      {(open) => (
        <OffButton may={may} variant="default" onClick={open}>
          {wordOf(next)}
        </OffButton>
      )}
    </Confirm>
  ));
}

function Renew({ agreement }: ActsProps) {
  const { t } = useRequestWords();
  const [to, setTo] = useState('');
  const renew = useCommand(renewAgreement, { refreshes });
  return (
    <Confirm
      title={t('renew')}
      words={
        <Stack>
          <p>{t('renewWords')}</p>
          <DayInput label={t('to')} value={to} onChange={setTo} />
          <ProblemNotice error={renew.error} />
        </Stack>
      }
      act={t('renew')}
      onAct={() => renew.mutateAsync({ params: { agreement: agreement.code }, body: { to } })}
    >
      {(open) => (
        <OffButton may={mayOf(agreement.allowed['governance.renewAgreement'])} variant="default" onClick={open}>
          {t('renew')}
        </OffButton>
      )}
    </Confirm>
  );
}

function Security({ agreement }: ActsProps) {
  const { t } = useRequestWords();
  const confirm = useCommand(confirmSecurity, { refreshes });
  const { state, security, code } = agreement;
  if (security === 'none' || state === 'revoked' || state === 'expired') return null;
  const isOwed = security === 'awaited' || state === 'security-lapsed';
  return (
    <Confirm
      title={t('confirmSecurity')}
      words={
        <>
          <p>{t('confirmSecurityWords')}</p>
          <ProblemNotice error={confirm.error} />
        </>
      }
      act={t('confirmSecurity')}
      onAct={() => confirm.mutateAsync({ body: { agreements: [code] } })}
    >
      {(open) => (
        <OffButton
          may={mayOf(agreement.allowed['governance.confirmSecurity'])}
          variant={isOwed ? 'filled' : 'default'}
          onClick={open}
        >
          {t('confirmSecurity')}
        </OffButton>
      )}
    </Confirm>
  );
}
