/** What the release in force and the proposal changed differently: each attribute is settled, mine or theirs, then all at once. */
import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import {
  rebaseProposal,
  type EntryClash,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { Code } from '../../ui/values.tsx';
import { OffButton } from '../../ui/off-button.tsx';
import { attributeOf } from '../attributes.ts';
import { AttributeValue, plainWords, useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { attributeAt } from './draft.ts';
import { etagOf, may, refreshes } from './proposal-words.tsx';
import styles from './editor.module.css';

type Take = 'mine' | 'theirs';
const idOf = ({ kind, key, pointer }: EntryClash) => `${kind} ${key} ${pointer}`;

export function Clashes({ proposal }: { readonly proposal: ProposalPage }) {
  const { t } = useDictionaryWords();
  const [taken, setTaken] = useState<Readonly<Record<string, Take>>>({});
  const rebase = useCommand(rebaseProposal, { refreshes });
  const { items, total } = proposal.clashes;
  const settled = items.filter((clash) => taken[idOf(clash)]);
  const all = (take: Take) => setTaken(Object.fromEntries(items.map((clash) => [idOf(clash), take])));
  const allowed = may(proposal, 'rebase');
  const settle = () =>
    rebase.mutate({
      params: { proposal: proposal.number },
      body: {
        settle: settled.map((clash) => ({
          kind: clash.kind,
          key: clash.key,
          pointer: clash.pointer,
          take: taken[idOf(clash)] ?? 'mine',
        })),
      },
      ifMatch: etagOf(proposal.revision),
    });
  return (
    <Panel
      title={t('clash.title')}
      note={t('figures.clashes', { count: total })}
      actions={
        <>
          <Button size="xs" variant="default" onClick={() => all('theirs')}>
            {t('clash.allTheirs')}
          </Button>
          <Button size="xs" variant="default" onClick={() => all('mine')}>
            {t('clash.allMine')}
          </Button>
        </>
      }
    >
      <Notice tone="warn">{t('clash.words', { number: proposal.currentRelease })}</Notice>
      {items.map((clash) => (
        <Clash
          key={idOf(clash)}
          clash={clash}
          taken={taken[idOf(clash)]}
          onTake={(take) => setTaken({ ...taken, [idOf(clash)]: take })}
        />
      ))}
      <ProblemNotice error={rebase.error} />
      <Row end>
        <OffButton
          mt="sm"
          may={settled.length === items.length ? allowed : { allowed: false, reason: t('clash.notAll') }}
          loading={rebase.isPending}
          onClick={settle}
        >
          {t('clash.act')}
        </OffButton>
      </Row>
    </Panel>
  );
}

interface ClashProps {
  readonly clash: EntryClash;
  readonly taken: Take | undefined;
  readonly onTake: (take: Take) => void;
}

function Clash({ clash, taken, onTake }: ClashProps) {
  const { t, say } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const attribute = attributeAt(clash.pointer);
  const name = attribute === '' ? t('clash.whole') : nameOf(attribute);
  return (
    <div className={styles.clash}>
      <strong dir="auto">{say(clash.names)}</strong> <Code soft>{clash.key}</Code> · {name}
      <div className={styles.sides}>
        {(['base', 'theirs', 'mine'] as const).map((side) => (
          <div key={side} className={styles.side}>
            <span className={styles.sideHead}>{t(`clash.${side}`)}</span>
            <SideValue pointer={clash.pointer} value={clash[side]} />
          </div>
        ))}
      </div>
      <Radio.Group
        aria-label={t('clash.choose', { name })}
        value={taken ?? null}
        onChange={(next) => onTake(next as Take)}
      >
        <Row>
          <Radio value="theirs" label={t('clash.takeTheirs')} />
          <Radio value="mine" label={t('clash.takeMine')} />
        </Row>
      </Radio.Group>
    </div>
  );
}

function SideValue({ pointer, value }: { readonly pointer: string; readonly value: unknown }) {
  const { say } = useWords();
  const { t } = useDictionaryWords();
  if (value === undefined) return <>{t('clash.absent')}</>;
  const deep = pointer.split('/').length > 2;
  if (deep || pointer === '') return <span dir="auto">{plainWords(value, say)}</span>;
  return <AttributeValue attribute={attributeOf(attributeAt(pointer))} value={value} />;
}
