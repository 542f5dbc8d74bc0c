/** The person's window: who looked at my data, when, for what and under which law. An officer opens it on her behalf. */
import { windowState } from '../../../src/exchange/window/contract.ts';
import { useEndpoint } from '../../api.ts';
import { usePrivacyWords } from '../../governance/privacy/use-privacy-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { OwnConsents } from '../../governance/subjects/own-consents.tsx';
import { OwnRequests } from '../../governance/subjects/own-requests.tsx';
import { OnBehalf, OwnWindow } from './open-window.tsx';
import { WindowDecisions } from './window-decisions.tsx';

export function WindowPage() {
  const { t } = usePrivacyWords();
  const state = useEndpoint(windowState, {});
  return (
    <Page title={t('window.title')} lead={t('window.lead')}>
      <Loaded query={state} shape="page">
        {(answer) => (
          <>
            {!answer.open && (
              <Notice tone="warn" title={t('window.closed')}>
                {t('window.closedWords')}
              </Notice>
            )}
            {answer.open && answer.linked && <OwnWindow />}
            {answer.linked && <OwnRequests />}
            {answer.linked && <OwnConsents />}
            {answer.open && !answer.linked && answer.mayOpen && <OnBehalf />}
            {answer.open && !answer.linked && !answer.mayOpen && (
              <Notice title={t('window.notLinked')}>{t('window.notLinkedWords')}</Notice>
            )}
            <WindowDecisions state={answer} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
