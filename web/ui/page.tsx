/** The frame of every page: title, way back, what can be done here; and the panels it is made of. */
import { IconChevronRight } from '@tabler/icons-react';
import { Children, Fragment, Suspense, useEffect, useId, type ReactNode } from 'react';
import { Loading } from './states.tsx';
import { To } from './to.tsx';
import styles from './page.module.css';

export interface Crumb {
  readonly label: string;
  readonly to: string;
}

interface PageProps {
  readonly title: string;
  /** Beside the title: a verdict, a code. */
  readonly mark?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  /** One sentence: what this page is for. */
  readonly lead?: ReactNode;
  /** Buttons; the main one last. */
  readonly actions?: ReactNode;
  /** Narrow pages are for reading and for forms. */
  readonly width?: 'full' | 'reading';
  readonly children: ReactNode;
}

let opened = false;

/** After going somewhere, reading goes on at the new page's title, not at the link that is gone. */
function useArrival(): void {
  useEffect(() => {
    if (opened) document.getElementById('page-title')?.focus({ preventScroll: true });
    opened = true;
  }, []);
}

export function Page({ title, mark, crumbs = [], lead, actions, width = 'full', children }: PageProps) {
  useArrival();
  useEffect(() => {
    document.title = `${title} · Artery`;
  }, [title]);
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.head}>
        <div className={styles.words}>
          {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
          <div className={styles.titleRow}>
            <h1 className={styles.title} id="page-title" tabIndex={-1}>
              {title}
            </h1>
            {mark}
          </div>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions && (
          <div className={styles.actions} data-no-print>
            {actions}
          </div>
        )}
      </header>
      <Apart>{children}</Apart>
    </div>
  );
}

/** A part that waits for its words or its code waits alone: what stands already stays. */
function Apart({ children }: { readonly children: ReactNode }) {
  return Children.map(children, (child) => <Suspense fallback={<Loading shape="lines" />}>{child}</Suspense>);
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className={styles.crumbs} aria-label="breadcrumb">
      {crumbs.map(({ label, to }, i) => (
        <Fragment key={to}>
          {i > 0 && <IconChevronRight size={13} aria-hidden className="flip-in-rtl" />}
          <To to={to}>{label}</To>
        </Fragment>
      ))}
    </nav>
  );
}

interface PanelProps {
  readonly title?: ReactNode;
  /** Beside the title, quiet: a count, a day. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Without inner space: for tables that reach the edge. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, note, actions, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={styles.panel} data-panel data-flush={flush} {...(title ? { 'aria-labelledby': id } : {})}>
      {(title || actions || note) && (
        <div className={styles.panelHead}>
          {title && (
            <h2 className={styles.panelTitle} id={id}>
              {title}
            </h2>
          )}
          {note && <span className={styles.note}>{note}</span>}
          {actions && (
            <div className={styles.panelActions} data-no-print>
              {actions}
            </div>
          )}
        </div>
      )}
      {children}
    </section>
  );
}

/** Main part and a narrower side; one below the other where there is no room. */
export function Split({ side, children }: { readonly side: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles.split}>
      <div className={styles.stack}>
        <Apart>{children}</Apart>
      </div>
      <div className={styles.stack}>
        <Apart>{side}</Apart>
      </div>
    </div>
  );
}

/** Cards side by side, as many as fit. `min` is the narrowest in pixels. */
export function Cards({ min = 230, children }: { readonly min?: 180 | 230 | 300 | 420; readonly children: ReactNode }) {
  return (
    <div className={styles.cards} data-min={min}>
      {children}
    </div>
  );
}

/** Things below each other with the house's distance. */
export function Stack({
  gap = 'normal',
  children,
}: {
  readonly gap?: 'tight' | 'normal';
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.stack} data-gap={gap}>
      {children}
    </div>
  );
}

/** Things in a row that may wrap. */
export function Row({ end = false, children }: { readonly end?: boolean; readonly children: ReactNode }) {
  return (
    <div className={styles.row} data-end={end}>
      {children}
    </div>
  );
}
