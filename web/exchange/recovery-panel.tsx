/** After a declared loss: from whom what came back, who is still waited for, and how many versions wait for a person. */
import { Button } from '@mantine/core';
import { giveUpNode, readRecovery, type Fetched } from '../../src/exchange/recovery/recovery-contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords, type Words } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Soft } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';
import styles from './exchange.module.css';

export const useRecoveryWords = (): Words => useWords('web-recovery');

type Recovery = Answer<typeof readRecovery>;
const EVERY_MS = 5_000;

/** Nothing where no loss was ever declared. */
export function RecoveryPanel() {
  const { t } = useRecoveryWords();
  const { data } = useEndpoint(readRecovery, {}, { every: EVERY_MS, keep: true });
  if (!data || data.losses.length === 0) return null;
  return (
    <Panel title={t('title')} note={t('note')}>
      <Stack>
        {data.met > 0 && (
          <Notice tone="warn" title={t('met', { count: data.met })}>
            <To to={paths.metVersions()}>{t('decide')}</To>
          </Notice>
        )}
        {data.losses.map((loss) => (
          <Loss key={loss.epoch} loss={loss} mayGiveUp={data.mayGiveUp} />
        ))}
      </Stack>
    </Panel>
  );
}

function Loss({ loss, mayGiveUp }: { readonly loss: Recovery['losses'][number]; readonly mayGiveUp: boolean }) {
  const { t } = useRecoveryWords();
  return (
    <section aria-label={t('epoch', { epoch: loss.epoch })}>
      <p>
        <Moment value={loss.declaredAt} /> · {loss.reason} <Soft>{t('epoch', { epoch: loss.epoch })}</Soft>
      </p>
      {loss.nodes.length === 0 && <p>{t('nobody')}</p>}
      <ul className={styles.list}>
        {loss.nodes.map((one) => (
          <li key={one.node} className={styles.address}>
            <FromNode one={one} mayGiveUp={mayGiveUp} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const tones: Readonly<Record<Fetched['state'], Tone>> = { waiting: 'busy', done: 'good', 'given-up': 'warn' };

function FromNode({ one, mayGiveUp }: { readonly one: Fetched; readonly mayGiveUp: boolean }) {
  const { t, say } = useRecoveryWords();
  const giveUp = useCommand(giveUpNode, { refreshes: ['exchange'] });
  const { node, names, state, restored, known, met, refused } = one;
  return (
    <>
      <To to={paths.node(node)}>{names ? say(names) : <Code>{node}</Code>}</To>
      <State tone={tones[state]}>{t(`states.${state}`)}</State>
      <span>{t('counts', { restored, known })}</span>
      {met > 0 && <span>{t('twice', { count: met })}</span>}
      {refused > 0 && <span>{t('refused', { count: refused })}</span>}
      {state === 'waiting' && one.failed !== null && <Soft>{t('silent')}</Soft>}
      {state === 'waiting' && mayGiveUp && (
        <Button
          size="xs"
          variant="default"
          loading={giveUp.isPending}
          onClick={() => giveUp.mutate({ params: { node } })}
        >
          {t('giveUp')}
        </Button>
      )}
      <ProblemNotice error={giveUp.error} />
    </>
  );
}
