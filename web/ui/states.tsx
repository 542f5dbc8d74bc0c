/** What stands where data would: still coming, none yet, or not to be had. */
import { Button } from '@mantine/core';
import { IconInbox, IconRefresh, IconUsersGroup, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ProblemError } from '../../src/platform/http/call.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DecisionCard, decisionOf } from './decision-card.tsx';
import { To } from './to.tsx';
import styles from './states.module.css';

interface EmptyStateProps {
  readonly title: string;
  /** What this place is for and what to do first. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: TablerIcon;
}

export function EmptyState({ title, children, action, icon: Icon = IconInbox }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Icon size={32} stroke={1.4} aria-hidden />
      <p className={styles.emptyTitle}>{title}</p>
      {children && <p className={styles.emptyWords}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** A request that did not work: the server's own words, the decision if it was one, and one button. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useWords();
  const decision = decisionOf(error);
  if (decision) return <DecisionCard decision={decision} />;
  const problem = error instanceof ProblemError ? error.problem : undefined;
  if (problem?.type.endsWith('/approvals/second-person-needed')) return <Kept problem={problem} />;
  return (
    <div className={styles.error} role="alert">
      <p className={styles.errorTitle}>{problem?.title ?? t('web:error.network')}</p>
      <p className={styles.errorWords}>{problem ? problem.detail : t('web:error.networkHelp')}</p>
      {problem && <ProblemPlaces problem={problem} />}
      {problem?.instance && problem.status >= 500 && (
        <p className={styles.errorWords}>
          {t('web:error.trace')} <bdi dir="ltr">{problem.instance}</bdi>
        </p>
      )}
      {onRetry && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          {t('web:action.tryAgain')}
        </Button>
      )}
    </div>
  );
}

/** An act that needs a second person was kept: no fault, and a place where it waits. */
function Kept({ problem }: { readonly problem: { readonly [member: string]: unknown } }) {
  const { t } = useWords('web-acts');
  return (
    <div className={styles.empty} role="status">
      <IconUsersGroup size={28} stroke={1.4} aria-hidden />
      <p className={styles.emptyTitle}>{t('web-acts:approvals.kept')}</p>
      <p className={styles.emptyWords}>{String(problem['detail'])}</p>
      <To to={paths.approval(String(problem['approval']))}>{t('web-acts:approvals.toList')}</To>
    </div>
  );
}

interface Place {
  readonly pointer: string;
  readonly detail: string;
}

/** The places a malformed request names, one line each. */
function ProblemPlaces({ problem }: { readonly problem: { readonly [member: string]: unknown } }) {
  const places = Array.isArray(problem['errors']) ? (problem['errors'] as Place[]) : [];
  if (places.length === 0) return null;
  return (
    <ul className={styles.places}>
      {places.map(({ pointer, detail }) => (
        <li key={pointer + detail}>
          <bdi dir="ltr">{pointer}</bdi> {detail}
        </li>
      ))}
    </ul>
  );
}

/** Grey lines in the shape of what comes; read out once. */
export function Loading({ shape = 'page' }: { readonly shape?: 'page' | 'table' | 'card' | 'lines' }) {
  const { t } = useWords();
  const lines = { page: 8, table: 10, card: 3, lines: 4 }[shape];
  return (
    <div className={styles.loading} data-shape={shape} role="status">
      <span className="visually-hidden">{t('web:state.loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className={styles.line} data-width={(i * 37) % 4} />
      ))}
    </div>
  );
}

interface Query<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly query: Query<T>;
  readonly shape?: 'page' | 'table' | 'card' | 'lines';
  readonly children: (data: T) => ReactNode;
}

/** The three faces of a read in one place: `<Loaded query={people}>{(data) => …}</Loaded>`. */
export function Loaded<T>({ query, shape = 'lines', children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading shape={shape} />;
}
