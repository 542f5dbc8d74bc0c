/** What can be done with a dispute: say more, let the claim go, settle it, take that back. */
import { Button, Radio, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  argueDispute,
  reopenDispute,
  settleDispute,
  withdrawClaim,
  type DisputePage as Answer,
} from '../../../src/registers/authority/disputes-contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { useMayOf } from '../../ui/may.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';

const refreshes = ['registers', 'work'] as const;
interface ActProps {
  readonly dispute: Answer;
}

export function DisputeActs({ dispute }: ActProps) {
  const { holder, claimant, state } = dispute;
  const mayHolder = useMayOf(holder.here ? holder.name : '', ['registers.claim-authority', 'registers.settle-dispute']);
  const mayClaimant = useMayOf(claimant.name, ['registers.claim-authority', 'registers.settle-dispute']);
  const mine = [
    ...(mayHolder('registers.claim-authority').allowed ? [holder] : []),
    ...(mayClaimant('registers.claim-authority').allowed ? [claimant] : []),
  ];
  const settles = mayClaimant('registers.settle-dispute').allowed;
  if (state === 'closed') return settles ? <Reopen dispute={dispute} /> : null;
  if (state !== 'open') return null;
  return (
    <>
      {mayClaimant('registers.claim-authority').allowed && <Withdraw dispute={dispute} />}
      {mine.length > 0 && <Argue dispute={dispute} sides={mine} />}
      {settles && <Settle dispute={dispute} />}
    </>
  );
}

function Reason({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      label={label}
      rows={4}
      maxLength={4000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Settle({ dispute }: ActProps) {
  const { t, say } = useWords('web-once');
  const [winner, setWinner] = useState(dispute.holder.name);
  const [reason, setReason] = useState('');
  const settle = useCommand(settleDispute, { refreshes });
  return (
    <Confirm
      title={t('dispute.settleTitle')}
      words={
        <Stack>
          <p>{t('dispute.settleWords')}</p>
          <Radio.Group label={t('dispute.winner')} value={winner} onChange={setWinner}>
            <Stack gap="tight">
              {[dispute.holder, dispute.claimant].map(({ name, names }) => (
                <Radio key={name} value={name} label={say(names)} />
              ))}
            </Stack>
          </Radio.Group>
          <Reason label={t('dispute.reason')} value={reason} onChange={setReason} />
          <ProblemNotice error={settle.error} />
        </Stack>
      }
      act={t('dispute.settle')}
      onAct={() => settle.mutateAsync({ params: { dispute: dispute.id }, body: { winner, reason } })}
    >
      {(open) => <Button onClick={open}>{t('dispute.settle')}</Button>}
    </Confirm>
  );
}

function Argue({ dispute, sides }: ActProps & { readonly sides: readonly Answer['holder'][] }) {
  const { t, say } = useWords('web-once');
  const [register, setRegister] = useState(sides[0]?.name ?? '');
  const [argument, setArgument] = useState('');
  const argue = useCommand(argueDispute, { refreshes });
  return (
    <Confirm
      title={t('dispute.argue')}
      words={
        <Stack>
          <Select
            label={t('claim.register')}
            value={register}
            onChange={(next) => setRegister(next ?? '')}
            data={sides.map(({ name, names }) => ({ value: name, label: say(names) }))}
          />
          <Reason label={t('claim.argument')} value={argument} onChange={setArgument} />
          <ProblemNotice error={argue.error} />
        </Stack>
      }
      act={t('dispute.argue')}
      onAct={async () => {
        await argue.mutateAsync({ params: { dispute: dispute.id }, body: { register, argument } });
        setArgument('');
      }}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('dispute.argue')}
        </Button>
      )}
    </Confirm>
  );
}

function Withdraw({ dispute }: ActProps) {
  const { t } = useWords('web-once');
  const [reason, setReason] = useState('');
  const withdraw = useCommand(withdrawClaim, { refreshes });
  return (
    <Confirm
      title={t('dispute.withdraw')}
      words={
        <Stack>
          <p>{t('dispute.withdrawWords')}</p>
          <Reason label={t('dispute.reason')} value={reason} onChange={setReason} />
          <ProblemNotice error={withdraw.error} />
        </Stack>
      }
      act={t('dispute.withdraw')}
      onAct={() =>
        withdraw.mutateAsync({ params: { dispute: dispute.id }, body: { register: dispute.claimant.name, reason } })
      }
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('dispute.withdraw')}
        </Button>
      )}
    </Confirm>
  );
}

function Reopen({ dispute }: ActProps) {
  const { t } = useWords('web-once');
  const [reason, setReason] = useState('');
  const reopen = useCommand(reopenDispute, { refreshes });
  return (
    <Confirm
      title={t('dispute.reopen')}
      words={
        <Stack>
          <p>{t('dispute.reopenWords')}</p>
          <Reason label={t('dispute.reason')} value={reason} onChange={setReason} />
          <ProblemNotice error={reopen.error} />
        </Stack>
      }
      act={t('dispute.reopen')}
      onAct={() => reopen.mutateAsync({ params: { dispute: dispute.id }, body: { reason } })}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('dispute.reopen')}
        </Button>
      )}
    </Confirm>
  );
}
