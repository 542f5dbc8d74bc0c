/** In her own window: what she consented to, and withdrawing it as easily as it was given. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { giveOwnConsent, readOwnConsents, type OwnConsent } from '../../../src/exchange/consents/contract.ts';
import { askOwnRequest } from '../../../src/exchange/subject-requests/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Moment, Soft } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { useSubjectWords } from './use-subject-words.ts';

const refreshes = ['exchange'];

export function OwnConsents() {
  const { t } = useSubjectWords();
  const own = useEndpoint(readOwnConsents, {});
  return (
    <Loaded query={own} shape="lines">
      {({ items }) =>
        items.length === 0 ? null : (
          <Panel title={t('consents.mine')} note={t('consents.mineNote')}>
            <Stack>
              {items.map((one) => (
                <One key={one.purpose.code} one={one} />
              ))}
            </Stack>
          </Panel>
        )
      }
    </Loaded>
  );
}

function One({ one }: { readonly one: OwnConsent }) {
  const { t, say } = useSubjectWords();
  const { purpose, given, current } = one;
  const stands = given !== null && given.withdrawnAt === null;
  return (
    <section aria-label={say(purpose.names)}>
      <Row>
        <strong>{say(purpose.names)}</strong>
        <State tone={stands ? 'good' : 'quiet'}>{t(stands ? 'consents.given' : 'consents.notGiven')}</State>
      </Row>
      {given && (
        <Soft>
          {t(`consents.methods.${given.method}`)} · <Moment value={given.withdrawnAt ?? given.at} />
        </Soft>
      )}
      {current && <p>{say(current.words)}</p>}
      {stands ? (
        <Withdraw purpose={purpose.code} />
      ) : (
        current && <Give purpose={purpose.code} version={current.version} />
      )}
    </section>
  );
}

function Withdraw({ purpose }: { readonly purpose: string }) {
  const { t } = useSubjectWords();
  const ask = useCommand(askOwnRequest, { refreshes });
  return (
    <Confirm
      title={t('consents.withdraw')}
      words={
        <>
          <p>{t('consents.withdrawWords')}</p>
          <ProblemNotice error={ask.error} />
        </>
      }
      act={t('consents.withdraw')}
      onAct={() => ask.mutateAsync({ body: { kind: 'withdraw', purpose, reason: t('consents.withdrawReason') } })}
    >
      {(open) => (
        <Button variant="default" size="compact-sm" onClick={open}>
          {t('consents.withdraw')}
        </Button>
      )}
    </Confirm>
  );
}

function Give({ purpose, version }: { readonly purpose: string; readonly version: number }) {
  const { t } = useSubjectWords();
  const [agrees, setAgrees] = useState(false);
  const give = useCommand(giveOwnConsent, { refreshes });
  return (
    <Stack>
      <Checkbox
        label={t('consents.iAgree')}
        checked={agrees}
        onChange={(event) => setAgrees(event.currentTarget.checked)}
      />
      <ProblemNotice error={give.error} />
      <Row>
        <Button
          size="compact-sm"
          disabled={!agrees}
          loading={give.isPending}
          onClick={() => give.mutate({ body: { purpose, version, agrees: true } })}
        >
          {t('consents.give')}
        </Button>
      </Row>
    </Stack>
  );
}
