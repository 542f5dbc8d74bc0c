/** What people say about a proposal, an entry or one attribute of it; each comment can be settled and opened again. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  commentProposal,
  listProposalComments,
  resolveProposalComment,
  type Comment,
  type EntryKind,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useCommand, usePages } from '../../api.ts';
import { paths } from '../../paths.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Moment, Num } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { attributes } from '../attributes.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { attributeAt, pointerTo } from './draft.ts';
import { may, PersonWords } from './proposal-words.tsx';
import styles from './editor.module.css';

const changed = ['dictionary.listProposalComments', 'dictionary.getProposal', 'dictionary.listProposalEntries'];

interface CommentsProps {
  readonly proposal: ProposalPage;
  /** Only those about this entry; without it, all of them. */
  readonly about?: { readonly kind: EntryKind; readonly key: string };
}

export function Comments({ proposal, about }: CommentsProps) {
  const { t } = useDictionaryWords();
  const query = about ? { kind: about.kind, key: about.key, limit: 200 } : { limit: 200 };
  const comments = usePages(listProposalComments, { params: { proposal: proposal.number }, query });
  const open = comments.items.filter(({ resolvedAt }) => resolvedAt === undefined).length;
  return (
    <Panel title={t('comments.title')} note={open > 0 && t('comments.open', { count: open })}>
      {comments.error && <ErrorState error={comments.error} onRetry={comments.again} />}
      {!comments.loading && comments.items.length === 0 && <EmptyState title={t('comments.none')} />}
      <ol className={styles.comments}>
        {comments.items.map((comment) => (
          <CommentBox key={comment.id} comment={comment} proposal={proposal.number} placed={about === undefined} />
        ))}
      </ol>
      {comments.hasMore && (
        <Row>
          <Button variant="default" size="xs" onClick={comments.more} loading={comments.loadingMore}>
            {t('web:table.more')}
          </Button>
        </Row>
      )}
      {may(proposal, 'comment').allowed && <CommentForm proposal={proposal.number} {...(about ? { about } : {})} />}
    </Panel>
  );
}

interface BoxProps {
  readonly comment: Comment;
  readonly proposal: number;
  /** Says which entry it is about. */
  readonly placed: boolean;
}

function CommentBox({ comment, proposal, placed }: BoxProps) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const resolve = useCommand(resolveProposalComment, { refreshes: changed });
  const { id, kind, key, pointer, text, by, at, resolvedBy } = comment;
  const resolved = resolvedBy !== undefined;
  return (
    <li className={styles.comment} data-resolved={resolved}>
      <div className={styles.commentHead}>
        <PersonWords person={by} />
        <Moment value={at} />
        {placed && kind && key && (
          <To to={paths.proposalEntry(proposal, kind, key)}>
            <Code soft>{key}</Code>
          </To>
        )}
        {pointer && <Tag>{nameOf(attributeAt(pointer))}</Tag>}
      </div>
      <p className={styles.said} dir="auto">
        {text}
      </p>
      <div className={styles.commentHead}>
        {resolvedBy && (
          <span>
            {t('comments.resolvedBy')} <PersonWords person={resolvedBy} />
          </span>
        )}
        <button
          type="button"
          className="link-button"
          disabled={resolve.isPending}
          onClick={() => resolve.mutate({ params: { proposal, comment: id }, body: { resolved: !resolved } })}
        >
          {t(resolved ? 'comments.reopen' : 'comments.resolve')}
        </button>
      </div>
      <ProblemNotice error={resolve.error} />
    </li>
  );
}

interface FormProps {
  readonly proposal: number;
  readonly about?: { readonly kind: EntryKind; readonly key: string };
}

function CommentForm({ proposal, about }: FormProps) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const [text, setText] = useState('');
  const [attribute, setAttribute] = useState<string | null>(null);
  const send = useCommand(commentProposal, {
    refreshes: changed,
    onDone: () => {
      setText('');
      setAttribute(null);
    },
  });
  const ready = text.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        send.mutate({
          params: { proposal },
          body: {
            text: text.trim(),
            ...(about && { kind: about.kind, key: about.key }),
            ...(about && attribute && { pointer: pointerTo(attribute) }),
          },
        });
      }}
    >
      <Stack gap="tight">
        <Textarea
          label={t('comments.say')}
          autosize
          minRows={2}
          maxLength={5000}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {about?.kind === 'element' && (
          <Select
            aria-label={t('comments.attribute')}
            placeholder={t('comments.attribute')}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('web:action.clear') }}
            value={attribute}
            onChange={setAttribute}
            data={attributes.map(({ name }) => ({ value: name, label: nameOf(name) }))}
          />
        )}
        <ProblemNotice error={send.error} />
        <Row end>
          <Button type="submit" size="xs" variant="default" disabled={!ready} loading={send.isPending}>
            {t('comments.send')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}

/** A count with its word, for a summary line. */
export function OpenComments({ count }: { readonly count: number }) {
  const { t } = useDictionaryWords();
  if (count === 0) return null;
  return (
    <Tag tone="info">
      <Num value={count} /> {t('comments.short')}
    </Tag>
  );
}
