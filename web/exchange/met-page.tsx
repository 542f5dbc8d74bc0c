/** Records of which two versions met: both side by side, and a person decides which holds. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { decideMetVersion, listMetVersions, type MetVersion } from '../../src/exchange/recovery/recovery-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { NodeTabs } from './nodes-words.tsx';
import { RecoveryPanel, useRecoveryWords } from './recovery-panel.tsx';
import styles from './nodes.module.css';

export function MetPage() {
  const { t } = useRecoveryWords();
  const versions = useEndpoint(listMetVersions, {});
  return (
    <Page title={t('versions.title')} lead={t('versions.lead')}>
      <NodeTabs current={paths.metVersions()} />
      <Loaded query={versions} shape="page">
        {({ items }) => (
          <>
            {items.length === 0 && <EmptyState title={t('versions.none')}>{t('versions.noneWords')}</EmptyState>}
            {items.map((one) => (
              <OneMet key={one.id} met={one} />
            ))}
          </>
        )}
      </Loaded>
      <RecoveryPanel />
    </Page>
  );
}

function OneMet({ met }: { readonly met: MetVersion }) {
  const { t, say } = useRecoveryWords();
  const [key] = met.fields;
  return (
    <Panel title={`${say(met.registerNames)} ${key?.theirs ?? ''}`} note={say(met.body.names)}>
      <Stack>
        <div className={styles.head}>
          <State tone={met.choice === null ? 'warn' : 'good'}>{t(`versions.choices.${met.choice ?? 'open'}`)}</State>
          <Soft>{t(`versions.reasons.${met.reason}`)}</Soft>
        </div>
        <Sides met={met} />
        <FactList
          columns={2}
          facts={[
            [
              t('versions.record'),
              <To key="record" to={paths.record(met.register, met.record)}>
                <Code soft>{met.record}</Code>
              </To>,
            ],
            [t('versions.foundAt'), <Moment key="found" value={met.foundAt} />],
            ...(met.because === null ? [] : ([[t('versions.because'), met.because]] as const)),
          ]}
        />
        {met.mayDecide && <Decide met={met} />}
      </Stack>
    </Panel>
  );
}

/** What differs first: that is what is decided. */
function Sides({ met }: { readonly met: MetVersion }) {
  const { t, say } = useRecoveryWords();
  const fields = met.fields.toSorted((a, b) => Number(b.differs) - Number(a.differs));
  const theirs = met.heldByNames ? say(met.heldByNames) : met.heldBy;
  return (
    <div className={styles.scroll} role="group" aria-label={t('versions.sides')} tabIndex={0}>
      <table className={styles.sides}>
        <thead>
          <tr>
            <th scope="col">{t('versions.field')}</th>
            <th scope="col">{t('versions.ours')}</th>
            <th scope="col">{t('versions.theirs', { node: theirs })}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, names, ours, theirs: other, differs }) => (
            <tr key={name} data-differs={differs}>
              <th scope="row">{say(names)}</th>
              <td>{met.ours === null ? t('versions.ended') : (ours ?? '–')}</td>
              <td>{other ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Decide({ met }: { readonly met: MetVersion }) {
  const { t } = useRecoveryWords();
  const [because, setBecause] = useState('');
  const decide = useCommand(decideMetVersion, { refreshes: ['exchange', 'records'] });
  const act = (choice: 'ours' | 'theirs') => decide.mutate({ params: { met: met.id }, body: { choice, because } });
  return (
    <Stack>
      <ProblemNotice error={decide.error} />
      {met.reason === 'key-held' && <Notice tone="warn">{t('versions.keyHeld')}</Notice>}
      <TextInput
        label={t('versions.why')}
        description={t('versions.whyHelp')}
        value={because}
        onChange={({ currentTarget }) => setBecause(currentTarget.value)}
      />
      <Row>
        <Button
          variant="default"
          disabled={because.trim().length < 5}
          loading={decide.isPending}
          onClick={() => act('ours')}
        >
          {t('versions.keepOurs')}
        </Button>
        <Button disabled={because.trim().length < 5} loading={decide.isPending} onClick={() => act('theirs')}>
          {t('versions.takeTheirs')}
        </Button>
      </Row>
    </Stack>
  );
}
