/** The drafter's answer to a comment, or to the whole group of like comments at once. */
import { Button, Checkbox, Group, Modal, Radio, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { disposeComment } from '../../../src/strategy/contract.ts';
import { useCommand } from '../../api.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import type { Comment } from './comments.tsx';
import { OffButton } from '../../ui/off-button.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

const kinds = ['accepted', 'partly', 'explained'] as const;
type Kind = (typeof kinds)[number];

interface DisposeFormProps {
  readonly consultation: string;
  readonly comment: Comment;
  readonly groupSize: number;
  readonly onClose: () => void;
}

export function DisposeForm({ consultation, comment, groupSize, onClose }: DisposeFormProps) {
  const { t, say } = useStrategyWords();
  const [kind, setKind] = useState<Kind>(comment.disposition ?? 'accepted');
  const [explanation, setExplanation] = useState(comment.explanation ?? '');
  const [change, setChange] = useState(comment.change ?? comment.proposal ?? '');
  const [wholeGroup, setWholeGroup] = useState(groupSize > 1);
  const dispose = useCommand(disposeComment, {
    refreshes: ['strategy'],
    onDone: () => {
      notifications.show({ message: t('consultation.disposedNow'), color: 'green' });
      onClose();
    },
  });
  const missing = kind !== 'accepted' && explanation.trim() === '';
  const send = () =>
    dispose.mutate({
      params: { consultation, comment: comment.id },
      body: { disposition: kind, explanation, ...(kind !== 'explained' && { change }), wholeGroup },
      ifMatch: `"${comment.version}"`,
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('consultation.commentNumber', { number: comment.number })}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) send();
        }}
      >
        <p className={styles.said} dir="auto">
          {comment.text}
        </p>
        <Radio.Group label={t('consultation.disposition')} value={kind} onChange={(next) => setKind(next as Kind)}>
          <Group mt={6}>
            {kinds.map((one) => (
              <Radio key={one} value={one} label={t(`strategy:dispositions.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Textarea
          label={t('consultation.explanation')}
          required={kind !== 'accepted'}
          error={missing && t('strategy:problems.explanation-missing.detail')}
          autosize
          minRows={3}
          maxLength={5000}
          value={explanation}
          onChange={(event) => setExplanation(event.currentTarget.value)}
        />
        {kind !== 'explained' && (
          <Textarea
            label={t('strategy:summary.change')}
            autosize
            minRows={2}
            maxLength={5000}
            value={change}
            onChange={(event) => setChange(event.currentTarget.value)}
          />
        )}
        {comment.group && groupSize > 1 && (
          <Checkbox
            label={t('consultation.wholeGroup', { group: say(comment.group.names), count: groupSize })}
            checked={wholeGroup}
            onChange={(event) => setWholeGroup(event.currentTarget.checked)}
          />
        )}
        <ProblemNotice error={dispose.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('web:action.cancel')}
          </Button>
          <OffButton
            may={{ allowed: !missing, reason: missing ? t('strategy:problems.explanation-missing.detail') : undefined }}
            loading={dispose.isPending}
            onClick={send}
          >
            {t('consultation.save')}
          </OffButton>
        </Group>
      </form>
    </Modal>
  );
}
