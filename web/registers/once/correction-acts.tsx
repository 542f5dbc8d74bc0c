/** The answers there are to a correction, and taking one back. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  acknowledgeCorrection,
  sendCorrection,
  settleCorrection,
  undoSettlement,
  withdrawCorrection,
  type CorrectionPage as Answer,
  type Outcome,
} from '../../../src/registers/corrections/corrections-contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { mayOf } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';

const refreshes = ['registers', 'records', 'quality', 'work'] as const;
const words = {
  'take-over': 'accept',
  refuse: 'refuse',
  'source-wrong': 'sourceWrong',
  undecided: 'undecided',
} as const;

interface ActProps {
  readonly correction: Answer;
}

export function CorrectionActs({ correction }: ActProps) {
  const { t } = useWords('web-once');
  const { allowed, closedAt, mine, state, origin } = correction;
  const settle = mayOf(allowed['registers.settleCorrection']);
  const may = (act: Exclude<keyof typeof allowed, 'registers.settleCorrection'>) => allowed[act].allowed;
  const outcome = origin === 'proposed' ? 'refuse' : 'source-wrong';
  // Whoever asked takes back; to him what its keeper may do is no button.
  const isOff = !settle.allowed && !mine && closedAt === null;
  return (
    <>
      {may('registers.withdrawCorrection') && <Withdraw correction={correction} />}
      {may('registers.sendCorrection') && <SendNow correction={correction} />}
      {closedAt !== null && state !== 'withdrawn' && may('registers.acknowledgeCorrection') && (
        <Acknowledge correction={correction} />
      )}
      {may('registers.undoSettlement') && <Undo correction={correction} />}
      {isOff && <OffButton may={settle}>{t('corr.accept')}</OffButton>}
      {settle.allowed && (
        <>
          {state === 'open' && <Settle correction={correction} outcome="undecided" />}
          <Settle correction={correction} outcome={outcome} />
          <Settle correction={correction} outcome="take-over" />
        </>
      )}
    </>
  );
}

function Settle({ correction, outcome }: ActProps & { readonly outcome: Outcome }) {
  const { t } = useWords('web-once');
  const [reason, setReason] = useState('');
  const settle = useCommand(settleCorrection, { refreshes });
  const word = words[outcome];
  return (
    <Confirm
      title={t(`corr.${word}`)}
      words={
        <Stack>
          <p>{t(`corr.${word}Words`)}</p>
          <Textarea
            label={t('corr.reason')}
            rows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={settle.error} />
        </Stack>
      }
      act={t(`corr.${word}`)}
      onAct={() =>
        settle.mutateAsync({
          params: { correction: correction.id },
          body: { outcome, ...(reason.trim() && { reason: reason.trim() }) },
        })
      }
    >
      {(open) => (
        <Button variant={outcome === 'take-over' ? 'filled' : 'default'} onClick={open}>
          {t(`corr.${word}`)}
        </Button>
      )}
    </Confirm>
  );
}

function Undo({ correction }: ActProps) {
  const { t } = useWords('web-once');
  const undo = useCommand(undoSettlement, { refreshes });
  return (
    <Confirm
      title={t('corr.undo')}
      words={
        <Stack>
          <p>{t('corr.undoWords')}</p>
          <ProblemNotice error={undo.error} />
        </Stack>
      }
      act={t('corr.undo')}
      onAct={() => undo.mutateAsync({ params: { correction: correction.id } })}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('corr.undo')}
        </Button>
      )}
    </Confirm>
  );
}

function Withdraw({ correction }: ActProps) {
  const { t } = useWords('web-once');
  const withdraw = useCommand(withdrawCorrection, { refreshes });
  return (
    <>
      <ProblemNotice error={withdraw.error} />
      <Button
        variant="default"
        loading={withdraw.isPending}
        onClick={() => withdraw.mutate({ params: { correction: correction.id }, body: {} })}
      >
        {t('corr.withdraw')}
      </Button>
    </>
  );
}

/** It goes by itself; whoever does not want to wait learns what it waits for. */
function SendNow({ correction }: ActProps) {
  const { t } = useWords('web-once');
  const send = useCommand(sendCorrection, { refreshes });
  return (
    <>
      <ProblemNotice error={send.error} />
      <Button loading={send.isPending} onClick={() => send.mutate({ params: { correction: correction.id } })}>
        {t('corr.sendNow')}
      </Button>
    </>
  );
}

function Acknowledge({ correction }: ActProps) {
  const { t } = useWords('web-once');
  const acknowledge = useCommand(acknowledgeCorrection, { refreshes });
  if (acknowledge.isSuccess) return null;
  return (
    <Button
      variant="default"
      loading={acknowledge.isPending}
      onClick={() => acknowledge.mutate({ params: { correction: correction.id } })}
    >
      {t('corr.read')}
    </Button>
  );
}
