/** The differences of a list as a short questionnaire: one at a time, answered with two keys. */
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { answerBodyList, type BodyListView, type ListItem } from '../../src/registers/body-list-contract.ts';
import { settleCorrection } from '../../src/registers/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { UserText } from '../ui/values.tsx';
import styles from './load.module.css';

type Answer = 'right' | 'wrong';

export function ListQuestions({ view }: { readonly view: BodyListView }) {
  const { t } = useWords('web-registers');
  const { items } = view;
  const first = items.findIndex(({ answer }) => answer === null);
  const [at, setAt] = useState(Math.max(0, first));
  const item = items[at];
  const done = items.filter(({ answer }) => answer !== null).length;
  if (items.length === 0) {
    return (
      <Notice tone="good" title={t('bodyList.nothing')}>
        {t('bodyList.nothingWords')}
      </Notice>
    );
  }
  return (
    <Panel title={t('bodyList.questions')} note={t('bodyList.progress', { done, all: items.length })}>
      {item && (
        <Question
          key={`${item.kind}/${item.correction ?? item.record}`}
          view={view}
          item={item}
          number={at + 1}
          count={items.length}
          onGo={(step) => setAt((was) => Math.min(items.length - 1, Math.max(0, was + step)))}
        />
      )}
    </Panel>
  );
}

interface QuestionProps {
  readonly view: BodyListView;
  readonly item: ListItem;
  readonly number: number;
  readonly count: number;
  readonly onGo: (step: 1 | -1) => void;
}

function Question({ view, item, number, count, onGo }: QuestionProps) {
  const { t, say } = useWords('web-registers');
  const { register, body } = view;
  const [note, setNote] = useState(item.note ?? '');
  const box = useRef<HTMLDivElement>(null);
  const answer = useCommand(answerBodyList, { refreshes: ['registers'] });
  const settle = useCommand(settleCorrection, { refreshes: ['registers', 'records', 'quality'] });
  const isSettled = item.kind === 'differs' && item.answer !== null;
  const give = async (given: Answer) => {
    if (isSettled || answer.isPending) return;
    const { kind, record, correction } = item;
    const said = note.trim();
    await answer.mutateAsync({
      params: { register, body: body.code },
      body: { kind, record, correction, answer: given, ...(said && { note: said }) },
    });
    if (correction !== null) {
      const outcome = given === 'right' ? 'source-wrong' : 'take-over';
      await settle.mutateAsync({ params: { correction }, body: { outcome, ...(said && { reason: said }) } });
    }
    onGo(1);
  };
  useEffect(() => {
    // After an answer the keyboard stays here; on arrival it stays where the page put it.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, []);
  const keys: Readonly<Record<string, () => void>> = {
    1: () => void give('right').catch(() => undefined),
    2: () => void give('wrong').catch(() => undefined),
    ArrowRight: () => onGo(1),
    ArrowLeft: () => onGo(-1),
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const words = item.kind === 'differs' ? 'differs' : 'others';
  return (
    <div
      ref={box}
      className={styles.question}
      tabIndex={0}
      role="group"
      aria-label={t('bodyList.questionOf', { number, count })}
      onKeyDown={onKey}
    >
      <Stack>
        <p className={styles.for}>
          {t('bodyList.questionOf', { number, count })} · {t(`bodyList.kind.${item.kind}`)}
        </p>
        <p className={styles.person}>
          <To to={paths.record(register, item.record)}>
            <UserText>{item.name || item.key}</UserText>
          </To>{' '}
          <bdi dir="ltr">{item.key}</bdi>
        </p>
        {item.changes.length > 0 && (
          <table className={styles.list}>
            <thead>
              <tr>
                <th scope="col">{t('bodyList.field')}</th>
                <th scope="col">{t(`bodyList.before.${words}`)}</th>
                <th scope="col">{t(`bodyList.after.${words}`)}</th>
              </tr>
            </thead>
            <tbody>
              {item.changes.map(({ field, names, before, after }) => (
                <tr key={field}>
                  <th scope="row">{say(names)}</th>
                  <td>
                    <UserText>{before ?? '–'}</UserText>
                  </td>
                  <td>
                    <UserText>{after ?? '–'}</UserText>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <TextInput
          label={t('bodyList.note')}
          maxLength={500}
          disabled={isSettled}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ProblemNotice error={answer.error ?? settle.error} />
        {item.answer && <p className={styles.for}>{t(`bodyList.answered.${words}.${item.answer}`)}</p>}
        <div className={styles.acts}>
          <Button loading={answer.isPending || settle.isPending} disabled={isSettled} onClick={keys['1']}>
            {t(`bodyList.right.${words}`)} <kbd className={styles.key}>1</kbd>
          </Button>
          <Button variant="default" disabled={isSettled || answer.isPending} onClick={keys['2']}>
            {t(`bodyList.wrong.${words}`)} <kbd className={styles.key}>2</kbd>
          </Button>
          <Button variant="subtle" onClick={() => onGo(-1)} disabled={number === 1}>
            {t('bodyList.back')} <kbd className={styles.key}>←</kbd>
          </Button>
          <Button variant="subtle" onClick={() => onGo(1)} disabled={number === count}>
            {t('bodyList.later')} <kbd className={styles.key}>→</kbd>
          </Button>
        </div>
      </Stack>
    </div>
  );
}
