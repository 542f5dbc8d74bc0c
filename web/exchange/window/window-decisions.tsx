/** Whether the window is open, by which decision; whoever may decide does it here. */
import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { windowState } from '../../../src/exchange/window/contract.ts';
import { decideWindow } from '../../../src/exchange/window/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useCommand } from '../../api.ts';
import { usePrivacyWords } from '../../governance/privacy/use-privacy-words.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { Day } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { formatList } from '../../ui/format.ts';

type WindowState = Answer<typeof windowState>;

export function WindowDecisions({ state }: { readonly state: WindowState }) {
  const { t, say, language } = usePrivacyWords();
  const { decision, mayDecide } = state;
  return (
    <Panel title={t('window.decision')} note={t('window.decisionNote')} actions={mayDecide && <Decide state={state} />}>
      {decision === null ? (
        <p>{t('window.noDecision')}</p>
      ) : (
        <FactList
          columns={2}
          facts={[
            [
              t('window.state'),
              <State key="s" tone={decision.open ? 'good' : 'paused'}>
                {t(decision.open ? 'window.isOpen' : 'window.isClosed')}
              </State>,
            ],
            [t('window.number'), <bdi key="n">{decision.number}</bdi>],
            [t('window.from'), <Day key="f" value={decision.from} />],
            [
              t('window.registers'),
              decision.registers === null
                ? t('window.allRegisters')
                : formatList(
                    decision.registers.map(({ names }) => say(names)),
                    language,
                  ),
            ],
            [t('window.because'), say(decision.reason)],
            ...(decision.citation === null
              ? []
              : [[t('window.citation'), <bdi key="c">{decision.citation}</bdi>] as const]),
          ]}
        />
      )}
    </Panel>
  );
}

function Decide({ state }: { readonly state: WindowState }) {
  const { t } = usePrivacyWords();
  const [open, setOpen] = useState(!state.open);
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const decide = useCommand(decideWindow, { refreshes: ['exchange'] });
  const act = async () => {
    await decide.mutateAsync({ body: { open, number: number.trim(), reason: reason.trim() } });
    setNumber('');
    setReason('');
  };
  return (
    <Confirm
      title={t('window.decide')}
      act={t('window.record')}
      onAct={act}
      words={
        <Stack>
          <Switch
            label={t('window.openIt')}
            checked={open}
            onChange={(event) => setOpen(event.currentTarget.checked)}
          />
          <TextInput
            label={t('window.number')}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            maxLength={100}
            required
          />
          <Textarea
            label={t('window.because')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            rows={3}
            required
          />
          <ProblemNotice error={decide.error} />
        </Stack>
      }
    >
      {(ask) => (
        <Button variant="default" onClick={ask}>
          {t('window.decide')}
        </Button>
      )}
    </Confirm>
  );
}
