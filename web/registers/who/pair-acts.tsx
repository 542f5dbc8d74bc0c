/** The decision about a pair: one and the same, not the same, later; with a reason, and undone as easily. */
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconUser, IconUsers } from '@tabler/icons-react';
import { useRef, useState, type RefObject } from 'react';
import { decideDuplicate, type DuplicateDetail } from '../../../src/registers/contract.ts';
import { ProblemError, useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { UndoPair } from './undo-pair.tsx';
import styles from './who.module.css';

type Outcome = 'same' | 'different';
/** Called by the keys of the page. @returns whether there was something to do */
export type Act = (outcome: Outcome) => boolean;
/** Whose answers are old after a decision. */
export const refreshes = ['registers', 'work', 'audit'] as const;
const SHORTEST = 3;

interface PairActsProps {
  readonly pair: DuplicateDetail;
  readonly act: RefObject<Act | undefined>;
  readonly onNext: (() => void) | undefined;
  readonly none: boolean;
}

export function PairActs({ pair, act, onNext, none }: PairActsProps) {
  const { t } = useWords('web-who');
  const deciding = useDeciding(pair);
  const { done, error } = deciding;
  const isOpen = pair.state === 'open' && pair.mayDecide;
  act.current = (outcome) => {
    if (isOpen) deciding.decide(outcome);
    return isOpen;
  };
  const undoes = pair.mayDecide && pair.decisions.some(({ undone }) => undone === null);
  return (
    <Panel title={t('act.title')}>
      <Stack>
        {done && (
          <Notice tone="good" live>
            {t(`act.done.${done}`)}
          </Notice>
        )}
        {/* Somebody was faster, or it was undone elsewhere: the page shows what is now, and what was typed stays. */}
        {error && (
          <>
            <ProblemNotice error={error} />
            {isStale(error) && (
              <Notice tone="info" live>
                {t('act.stale')}
              </Notice>
            )}
          </>
        )}
        {!pair.mayDecide && <Notice tone="info">{t('act.readOnly')}</Notice>}
        {isOpen && <DecideForm pair={pair} deciding={deciding} />}
        <div className={styles.acts}>
          {undoes && <UndoPair duplicate={pair.id} version={pair.version} onDone={() => deciding.tell('undo')} />}
          <Button variant="default" disabled={!onNext} onClick={onNext}>
            {t(isOpen ? 'act.later' : 'act.next')} <kbd className={`${styles.key ?? ''} flip-in-rtl`}>→</kbd>
          </Button>
        </div>
        {none && <p className={styles.quiet}>{t('act.none')}</p>}
      </Stack>
    </Panel>
  );
}

const isStale = (error: Error) =>
  error instanceof ProblemError && (error.status === 412 || error.problem.type.endsWith('/already-decided'));

function useDeciding(pair: DuplicateDetail) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [despite, setDespite] = useState(false);
  const [wrong, setWrong] = useState<'reason' | 'despite'>();
  const [done, tell] = useState<Outcome | 'undo'>();
  const field = useRef<HTMLTextAreaElement>(null);
  const command = useCommand(decideDuplicate, { refreshes });
  const needsDespite = pair.foreseen.some(({ refused }) => refused === 'two-identifiers');
  const decide = (outcome: Outcome) => {
    if (command.isPending) return;
    const short = reason.trim().length < SHORTEST;
    setWrong(short ? 'reason' : outcome === 'same' && needsDespite && !despite ? 'despite' : undefined);
    if (short) return field.current?.focus();
    if (outcome === 'same' && needsDespite && !despite) return document.getElementById('despite')?.focus();
    tell(undefined);
    command.mutate(
      {
        params: { duplicate: pair.id },
        body: { outcome, reason: reason.trim(), ...(outcome === 'same' && despite && { despiteIdentifiers: true }) },
        ifMatch: `"${String(pair.version)}"`,
      },
      {
        onSuccess: () => {
          setReason('');
          setDespite(false);
          tell(outcome);
        },
        onError: () => void client.invalidateQueries({ predicate: ({ queryKey }) => isPairs(queryKey[0]) }),
      },
    );
  };
  return {
    ...{ reason, setReason, despite, setDespite, wrong, needsDespite, done, tell, field, decide },
    busy: command.isPending,
    error: command.error,
  };
}

const isPairs = (name: unknown) => /^registers\.(getDuplicate|listDuplicates)$/.test(String(name));

function DecideForm({ pair, deciding }: { pair: DuplicateDetail; deciding: ReturnType<typeof useDeciding> }) {
  const { t } = useWords('web-who');
  const { reason, setReason, despite, setDespite, wrong, needsDespite, field, decide, busy } = deciding;
  const against = pair.foreseen.find(({ act }) => act === 'same')?.refused === 'contradicts-decision';
  return (
    <>
      <Textarea
        ref={field}
        label={t('act.reason')}
        description={t('act.reasonHint')}
        required
        rows={3}
        maxLength={1000}
        value={reason}
        error={wrong === 'reason' && t('act.reasonMissing')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {needsDespite && (
        <Checkbox
          id="despite"
          label={t('act.despite')}
          checked={despite}
          error={wrong === 'despite' && t('act.despiteMissing')}
          onChange={(event) => setDespite(event.currentTarget.checked)}
        />
      )}
      <div className={styles.acts}>
        <Button loading={busy} disabled={against} leftSection={<IconUser size={17} />} onClick={() => decide('same')}>
          {t('act.same')} <kbd className={styles.key}>1</kbd>
        </Button>
        <Button loading={busy} leftSection={<IconUsers size={17} />} onClick={() => decide('different')}>
          {t('act.different')} <kbd className={styles.key}>2</kbd>
        </Button>
      </div>
    </>
  );
}
