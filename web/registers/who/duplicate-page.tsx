/** One pair: both records side by side, why they may be one person, what would follow, and the decision. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { getDuplicate, listDuplicates, type DuplicateDetail } from '../../../src/registers/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths, withView } from '../../paths.ts';
import { useAddressPart, useView } from '../../ui/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Split } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { addressParts } from '../../ui/to.tsx';
import { PairActs, type Act } from './pair-acts.tsx';
import { PairDecisions } from './pair-decisions.tsx';
import { PairFields } from './pair-fields.tsx';
import { PairForeseen } from './pair-foreseen.tsx';
import { PairWhy } from './pair-why.tsx';
import { queueQuery, queueView, type QueueView } from './queue-view.ts';
import { PairReason, PairState, usePairName } from './who-words.tsx';

export function DuplicatePage() {
  useWords('web-once');
  const { t } = useWords('web-who');
  const nameOf = usePairName();
  const id = useAddressPart('duplicate');
  const [view] = useView(queueView);
  const query = useEndpoint(getDuplicate, { params: { duplicate: id } });
  const next = useNextPair(id, view);
  const act = useRef<Act>(undefined);
  const isThere = query.data !== undefined;
  useEffect(() => {
    // Keys work at once, also where the page was opened by its address.
    if (isThere && document.activeElement === document.body)
      document.getElementById('page-title')?.focus({ preventScroll: true });
  }, [isThere]);
  const onKey = (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const done = event.key === '1' ? act.current?.('same') : event.key === '2' ? act.current?.('different') : undefined;
    if (event.key === forward) next.go?.();
    if (done || event.key === forward) event.preventDefault();
  };
  return (
    <div role="group" aria-label={t('pair.keys')} onKeyDown={onKey}>
      <Page
        title={query.data ? nameOf(query.data) : t('pair.title')}
        crumbs={[
          { label: t('web-once:title'), to: paths.onceOnly() },
          { label: t('title'), to: withView(paths.duplicates(), { ...changed(view) }) },
        ]}
        mark={query.data && <PairState state={query.data.state} />}
        lead={query.data && <PairReason pair={query.data} />}
      >
        <Loaded query={query} shape="page">
          {(pair) => (
            <Split
              side={
                <>
                  <PairActs key={pair.id} pair={pair} act={act} onNext={next.go} none={next.none} />
                  <PairForeseen pair={pair} />
                  <PairDecisions pair={pair} />
                </>
              }
            >
              {pair.state === 'withdrawn' && pair.decisions.every(({ undone }) => undone !== null) && (
                <Notice tone="info" title={t('gone.title')}>
                  {t('gone.words')}
                </Notice>
              )}
              <PairFields pair={pair} />
              <PairWhy pair={pair} />
            </Split>
          )}
        </Loaded>
      </Page>
    </div>
  );
}

const changed = ({ state: _, ...view }: QueueView) =>
  Object.fromEntries(Object.entries(view).filter(([name, value]) => value !== queueView[name as keyof QueueView]));

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

interface NextPair {
  readonly go: (() => void) | undefined;
  /** There is no other that waits. */
  readonly none: boolean;
}

/** The one that waits behind this one in the view, else the first that does. */
function useNextPair(id: DuplicateDetail['id'], view: QueueView): NextPair {
  const navigate = useNavigate();
  const filters = { ...queueQuery({ ...view, state: 'open' }) };
  const after = useEndpoint(listDuplicates, { query: { ...filters, cursor: id, limit: 1 } });
  const first = useEndpoint(listDuplicates, { query: { ...filters, limit: 2 } });
  const found = after.data?.items[0] ?? first.data?.items.find((one) => one.id !== id);
  const known = after.data !== undefined && first.data !== undefined;
  const go = found && (() => void navigate(addressParts(withView(paths.duplicate(found.id), changed(view)))));
  return { go, none: known && found === undefined };
}
