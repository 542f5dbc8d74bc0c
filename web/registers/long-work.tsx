/** Work that may take a minute: the page goes on to the result; whoever has left finds it in the tray. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { newKey } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useProgress } from '../ui/progress-tray.tsx';
import { addressParts, To } from '../ui/to.tsx';

interface LongWork<T> {
  readonly label: string;
  readonly work: () => Promise<T>;
  /** Address of what came of it. */
  readonly there: (result: T) => string;
}

export type RunLongWork = <T>(job: LongWork<T>) => Promise<void>;

/** The command shows its own error on the page; in the tray it is told to whoever has left. */
export function useLongWork(): RunLongWork {
  const { t } = useWords('web-registers');
  const { show, clear } = useProgress();
  const navigate = useNavigate();
  const here = useRef(true);
  const id = useRef(newKey());
  const running = useRef<string>(undefined);
  useEffect(() => {
    here.current = true;
    const { current } = id;
    return () => {
      here.current = false;
      if (running.current) show({ id: current, label: running.current, state: 'running' });
    };
  }, [show]);
  return async ({ label, work, there }) => {
    const { current } = id;
    running.current = label;
    try {
      const result = await work();
      running.current = undefined;
      const to = there(result);
      if (here.current) return void navigate(addressParts(to));
      // Following it is reading it: the tray must not cover the page it leads to.
      const link = (
        <To to={to} onClick={() => clear(current)}>
          {t('load.seeResult')}
        </To>
      );
      show({ id: current, label, state: 'done', link });
    } catch (error) {
      running.current = undefined;
      const note = error instanceof Error ? error.message : undefined;
      if (!here.current) show({ id: id.current, label, state: 'failed', note });
      else clear(id.current);
    }
  };
}
