/** Long work goes on while one does something else: a tray in the corner shows how far, and what came of it. */
import { ActionIcon, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import { Num } from './values.tsx';
import { State } from './verdict.tsx';
import styles from './progress-tray.module.css';

export interface Job {
  readonly id: string;
  readonly label: string;
  /** 0–1; absent while nobody can say. */
  readonly share?: number | undefined;
  readonly state: 'running' | 'done' | 'failed';
  readonly note?: string | undefined;
  /** Where the result is. */
  readonly link?: ReactNode;
}

interface Tray {
  readonly jobs: readonly Job[];
  /** Adds a job or changes the one with the same id. */
  readonly show: (job: Job) => void;
  readonly clear: (id: string) => void;
}

const TrayContext = createContext<Tray>({ jobs: [], show: () => undefined, clear: () => undefined });

/** `const { show } = useProgress()`; call `show` again with the same id as the work moves on. */
export const useProgress = (): Tray => use(TrayContext);

export function ProgressTray({ children }: { readonly children: ReactNode }) {
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const show = useCallback(
    (job: Job) =>
      setJobs((before) =>
        before.some(({ id }) => id === job.id)
          ? before.map((old) => (old.id === job.id ? job : old))
          : [...before, job],
      ),
    [],
  );
  const clear = useCallback((gone: string) => setJobs((before) => before.filter(({ id }) => id !== gone)), []);
  const tray = useMemo(() => ({ jobs, show, clear }), [jobs, show, clear]);
  return (
    <TrayContext value={tray}>
      {children}
      <div className={styles.tray} aria-live="polite" data-no-print>
        {jobs.map((job) => (
          <JobCard key={job.id} job={job} onClear={() => clear(job.id)} />
        ))}
      </div>
    </TrayContext>
  );
}

const tones = { running: 'busy', done: 'good', failed: 'bad' } as const;

function JobCard({ job, onClear }: { readonly job: Job; readonly onClear: () => void }) {
  const { t } = useWords();
  return (
    <div className={styles.job}>
      <div className={styles.head}>
        <span className={styles.label}>{job.label}</span>
        {job.state !== 'running' && (
          <ActionIcon size="sm" aria-label={t('web:action.close')} onClick={onClear}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {job.state === 'running' && (
        <Progress
          value={(job.share ?? 1) * 100}
          animated={job.share === undefined}
          striped={job.share === undefined}
          aria-label={job.label}
        />
      )}
      <div className={styles.foot}>
        <State tone={tones[job.state]}>{t(`web:job.${job.state}`)}</State>
        {job.state === 'running' && job.share !== undefined && <Num value={job.share * 100} decimals={0} percent />}
        {job.note && <span>{job.note}</span>}
        {job.link}
      </div>
    </div>
  );
}
