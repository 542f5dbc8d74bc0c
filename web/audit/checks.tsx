/** The newest checkpoint, and one button that checks the whole log now. */
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { getCheckpoint, verify } from '../../src/platform/ledger/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { StatCard } from '../ui/cards.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Cards, Stack } from '../ui/page.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';

export function Checks() {
  const { t } = useWords('ledger');
  const checkpoint = useEndpoint(getCheckpoint, {}, { every: 15_000 });
  const check = useCommand(verify);
  const { data } = checkpoint;
  return (
    <Stack>
      <Cards min={300}>
        <StatCard
          label={t('web:audit.size')}
          value={<Num value={data?.size} />}
          note={data && <Moment value={data.signedAt} />}
        />
        <StatCard
          label={t('web:audit.root')}
          value={<Code soft>{data ? `${data.root.slice(0, 18)}…` : '–'}</Code>}
          note={data && <Code soft>{data.origin}</Code>}
        />
        <StatCard
          label={t('web:audit.verifyLabel')}
          value={
            <Button
              leftSection={<IconShieldCheck size={18} />}
              loading={check.isPending}
              onClick={() => check.mutate({})}
            >
              {t('web:audit.verify')}
            </Button>
          }
          note={t('web:audit.verifyNote')}
        />
      </Cards>
      <ProblemNotice error={check.error} />
      {check.data && <VerdictNotice verdict={check.data} />}
    </Stack>
  );
}

interface VerdictNoticeProps {
  readonly verdict: { ok: boolean; size: number; firstBad: number | null; fault: string | null; unsigned: number };
}

function VerdictNotice({ verdict }: VerdictNoticeProps) {
  const { t } = useWords('ledger');
  if (verdict.ok) {
    return (
      <Notice tone="good" live>
        {t('web:audit.whole', { count: verdict.size })}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live title={t('web:audit.broken', { number: verdict.firstBad ?? 0 })}>
      {verdict.fault && t([`ledger:faults.${verdict.fault}`], { defaultValue: verdict.fault })}
    </Notice>
  );
}
