/** A word above the content: what to know before reading on. And the way problems of a command are shown. */
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorState } from './states.tsx';
import styles from './notice.module.css';

type NoticeTone = 'info' | 'good' | 'warn' | 'bad';

const icons: Readonly<Record<NoticeTone, TablerIcon>> = {
  info: IconInfoCircle,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
};

interface NoticeProps {
  readonly tone?: NoticeTone;
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  /** Read out at once: for what has just happened. */
  readonly live?: boolean;
}

export function Notice({ tone = 'info', title, action, children, live = false }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={styles.notice} data-tone={tone} {...(live ? { role: 'status' } : {})}>
      <Icon size={20} stroke={1.8} aria-hidden className={styles.icon} />
      <div className={styles.words}>
        {title && <div className={styles.title}>{title}</div>}
        {children && <div>{children}</div>}
      </div>
      {action && (
        <div className={styles.action} data-no-print>
          {action}
        </div>
      )}
    </div>
  );
}

/** What a command answered when it did not do what was asked; nothing while all is well. */
export function ProblemNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (!error) return null;
  return <ErrorState error={error} {...(onRetry ? { onRetry } : {})} />;
}
