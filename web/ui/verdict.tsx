/** A state is said three times: by an icon, by a word, by a colour. Never by colour alone. */
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconCircleX,
  IconHelpCircle,
  IconInfoCircle,
  IconPlayerPause,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './verdict.module.css';

/** good: fine · warn: look at it · bad: wrong or late · unsure: cannot be said · quiet: not begun, over · busy: under way · info. */
export type Tone = 'good' | 'warn' | 'bad' | 'unsure' | 'quiet' | 'busy' | 'paused' | 'info';

const icons: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  unsure: IconHelpCircle,
  quiet: IconCircleDashed,
  busy: IconCircleDot,
  paused: IconPlayerPause,
  info: IconInfoCircle,
};

interface VerdictProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly size?: 'normal' | 'large';
}

export function Verdict({ tone, children, size = 'normal' }: VerdictProps) {
  const Icon = icons[tone];
  return (
    <span className={styles.verdict} data-tone={tone} data-size={size}>
      <Icon size={size === 'large' ? 18 : 15} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

/** The same without the frame, for dense tables. */
export function State({ tone, children }: VerdictProps) {
  const Icon = icons[tone];
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={16} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

/** A label that judges nothing: a sharing class, a kind. */
export function Tag({ children, tone = 'quiet' }: { readonly children: ReactNode; readonly tone?: Tone }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
