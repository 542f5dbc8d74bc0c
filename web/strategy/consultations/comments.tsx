/** The comments of a consultation: found by what became of them, by clause, by what they are about; and answered here. */
import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Static } from 'typebox';
import type { Comment as CommentSchema, ConsultationPage } from '../../../src/strategy/contract.ts';
import { paths } from '../../paths.ts';
import { useView } from '../../ui/hooks.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Num } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { DisposeForm } from './dispose-form.tsx';
import { DispositionState, useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

export type Comment = Static<typeof CommentSchema>;

const dispositions = ['open', 'accepted', 'partly', 'explained'] as const;

export function Comments({ answer }: { readonly answer: ConsultationPage }) {
  const { t } = useStrategyWords();
  const [view, show] = useView({ disposition: '', clause: '', group: '' });
  const [chosen, choose] = useState<number>();
  const { comments, consultation, allowed } = answer;
  const shown = comments.filter(
    (one) =>
      (view.disposition === '' || (one.disposition ?? 'open') === view.disposition) &&
      (view.clause === '' || one.clause === view.clause) &&
      (view.group === '' || one.group?.code === view.group),
  );
  const comment = comments.find(({ id }) => id === chosen);
  return (
    <Panel
      flush
      title={t('consultation.comments')}
      note={t('consultation.shown', { shown: shown.length, count: comments.length })}
      actions={<Filters comments={comments} view={view} show={show} />}
    >
      {shown.length === 0 && (
        <EmptyState title={t(comments.length === 0 ? 'consultation.noComments' : 'consultation.noSuchComments')} />
      )}
      <ol className={styles.comments}>
        {shown.map((one) => (
          <CommentLine
            key={one.id}
            comment={one}
            document={consultation.document}
            like={firstAlike(one, shown)}
            onDispose={allowed['strategy.disposeComment'].allowed ? () => choose(one.id) : undefined}
          />
        ))}
      </ol>
      {comment && (
        <DisposeForm
          key={`${comment.id}-${comment.version}`}
          consultation={consultation.code}
          comment={comment}
          groupSize={comments.filter((one) => one.group && one.group.code === comment.group?.code).length}
          onClose={() => choose(undefined)}
        />
      )}
    </Panel>
  );
}

type Shown = { readonly disposition: string; readonly clause: string; readonly group: string };

interface FilterProps {
  readonly comments: readonly Comment[];
  readonly view: Shown;
  readonly show: (change: Partial<Shown>) => void;
}

function Filters({ comments, view, show }: FilterProps) {
  const { t, say } = useStrategyWords();
  const collator = useMemo(() => new Intl.Collator('en', { numeric: true }), []);
  const clauses = [...new Set(comments.map(({ clause }) => clause))].sort((a, b) => collator.compare(a, b));
  const groups = [...new Map(comments.flatMap(({ group }) => (group ? [[group.code, group]] : []))).values()];
  const select = (name: keyof Shown, label: string, data: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={view[name] || null}
      onChange={(next) => show({ [name]: next ?? '' })}
      data={data}
      w={180}
    />
  );
  return (
    <div className={styles.filters} role="search" aria-label={t('tasks.filters')}>
      {select(
        'disposition',
        t('consultation.disposition'),
        dispositions.map((one) => ({ value: one, label: t(`strategy:dispositions.${one}`) })),
      )}
      {select(
        'clause',
        t('consultation.clause'),
        clauses.map((one) => ({ value: one, label: t('consultation.clauseNumber', { clause: one }) })),
      )}
      {groups.length > 0 &&
        select(
          'group',
          t('consultation.group'),
          groups.map(({ code, names }) => ({ value: code, label: say(names) })),
        )}
    </div>
  );
}

/** The first comment on the screen with the same answer of the same group: the answer stands there once. */
const firstAlike = (comment: Comment, shown: readonly Comment[]): Comment | undefined =>
  shown.find(
    (one) =>
      comment.group !== null &&
      comment.explanation !== null &&
      one.group?.code === comment.group.code &&
      one.disposition === comment.disposition &&
      one.explanation === comment.explanation,
  );

interface LineProps {
  readonly comment: Comment;
  readonly like: Comment | undefined;
  readonly document: string;
  readonly onDispose: (() => void) | undefined;
}

function CommentLine({ comment, like, document, onDispose }: LineProps) {
  const { t, say } = useStrategyWords();
  const { group } = comment;
  return (
    <li className={styles.comment} id={`comment-${comment.number}`} data-open={comment.disposition === null}>
      <span className={styles.number}>
        <Num value={comment.number} />
      </span>
      <div>
        <div className={styles.commentHead}>
          <To to={`${paths.document(document)}#clause-${comment.clause}`}>
            {t('consultation.clauseNumber', { clause: comment.clause })}
          </To>
          <span>{say(comment.from)}</span>
          {group && (
            <Tag tone="info">
              {group.element ? (
                <To to={paths.element(group.element)} plain>
                  {say(group.names)}
                </To>
              ) : (
                say(group.names)
              )}
            </Tag>
          )}
        </div>
        <p className={styles.said} dir="auto">
          {comment.text}
        </p>
        {comment.proposal && <Said label={t('strategy:summary.proposal')} text={comment.proposal} />}
      </div>
      <div>
        <DispositionState disposition={comment.disposition} />
        {like && like.id !== comment.id ? (
          <p className={styles.said}>
            <a href={`#comment-${like.number}`} className={styles.inText}>
              {t('consultation.sameAnswer', { number: like.number })}
            </a>
          </p>
        ) : (
          <Answer comment={comment} />
        )}
      </div>
      <span>
        {onDispose && (
          <Button size="compact-sm" variant={comment.disposition === null ? 'filled' : 'default'} onClick={onDispose}>
            {t(comment.disposition === null ? 'consultation.dispose' : 'consultation.disposeAgain')}
            <span className="visually-hidden"> {t('consultation.commentNumber', { number: comment.number })}</span>
          </Button>
        )}
      </span>
    </li>
  );
}

function Answer({ comment }: { readonly comment: Comment }) {
  const { t } = useStrategyWords();
  return (
    <>
      {comment.explanation && (
        <p className={styles.said} dir="auto">
          {comment.explanation}
        </p>
      )}
      {comment.change && <Said label={t('strategy:summary.change')} text={comment.change} />}
    </>
  );
}

const Said = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <p className={styles.said}>
    <span className={styles.label}>{label}: </span>
    <span dir="auto">{text}</span>
  </p>
);
