/** Protection of personal data: what is due first, then everything there is. */
import { IconAlarm } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { readPrivacy, reportBreach, type PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { AssessmentList } from './assessment-list.tsx';
import { BreachList } from './breach-list.tsx';
import { Clocks } from './clocks.tsx';
import { ReportBreach } from './report-breach.tsx';
import { RiskList } from './risk-list.tsx';
import { TransferList } from './transfer-list.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function PrivacyPage() {
  const { t } = usePrivacyWords();
  const go = useNavigate();
  const [reporting, setReporting] = useState(false);
  const board = useEndpoint(readPrivacy, {});
  const may = useMay(reportBreach.permission);
  return (
    <Page
      title={t('guard.title')}
      lead={t('guard.lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      actions={
        <OffButton may={may} leftSection={<IconAlarm size={17} />} onClick={() => setReporting(!reporting)}>
          {t('guard.report')}
        </OffButton>
      }
    >
      <GovernanceTabs current={paths.privacy()} />
      {reporting && <ReportBreach onDone={(code) => void go({ to: paths.breach(code) })} />}
      <Loaded query={board} shape="page">
        {(data) =>
          data.ruled ? <Board board={data} /> : <Notice title={t('guard.unruled')}>{t('guard.unruledWords')}</Notice>
        }
      </Loaded>
    </Page>
  );
}

function Board({ board }: { readonly board: PrivacyBoard }) {
  return (
    <>
      <Clocks board={board} />
      <BreachList board={board} />
      <AssessmentList board={board} />
      <TransferList board={board} />
      <RiskList board={board} />
    </>
  );
}
