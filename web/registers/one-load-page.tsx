/** One load by its own address: being read, waiting for a yes, stored, or taken back. */
import { Button } from '@mantine/core';
import { getLoad, type LoadView } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { formatNumber } from '../ui/format.ts';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Loaded, Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { CheckStep } from './check-step.tsx';
import { LoadFrame, type StepNotes } from './load-frame.tsx';
import { useLongWork } from './long-work.tsx';
import { ResultStep } from './result-step.tsx';

const steps: Readonly<Record<string, number>> = { uploaded: 2, matched: 2, checked: 2, committed: 4, undone: 4 };
const reading = (state: string | undefined) => state === 'uploaded' || state === 'matched';

export function OneLoadPage() {
  const register = useAddressPart('register');
  const id = useAddressPart('load');
  const query = useEndpoint(getLoad, { params: { register, load: id } });
  const waiting = reading(query.data?.state);
  useEndpoint(getLoad, { params: { register, load: id } }, { every: 1500, when: waiting });
  const notes = useNotes(query.data);
  return (
    <LoadFrame register={register} step={steps[query.data?.state ?? ''] ?? 2} notes={notes}>
      <Loaded query={query} shape="page">
        {(load) => <Standing load={load} />}
      </Loaded>
    </LoadFrame>
  );
}

export function Standing({ load }: { readonly load: LoadView }) {
  const { t } = useWords('web-registers');
  // Kept here, because the step that starts the work is gone when it is done.
  const run = useLongWork();
  if (reading(load.state)) return <Loading shape="page" />;
  if (load.state === 'checked') return <CheckStep load={load} run={run} />;
  if (load.state === 'committed' || load.state === 'undone') return <ResultStep load={load} />;
  return (
    <Notice
      tone="warn"
      title={t('load.over')}
      action={
        <Button component={To} plain to={paths.load(load.register)}>
          {t('load.again')}
        </Button>
      }
    >
      {t('load.overWords')}
    </Notice>
  );
}

/** A name between marks that keep it in its own direction, whatever the sentence around it does. */
export const isolate = (name: string) => `\u2068${name}\u2069`;

/** What came out of each step, under its name. */
function useNotes(load: LoadView | undefined): StepNotes {
  const { t, language } = useWords('web-registers');
  if (!load) return {};
  const { counts, columns } = load;
  const number = (value: number) => formatNumber(value, language);
  const matched = columns.filter(({ field }) => field !== null).length;
  const stored = load.state === 'committed' ? counts.new + counts.changed : undefined;
  return {
    file: [
      load.fileName && isolate(load.fileName),
      t('loads.rowCount', { count: counts.rows, number: number(counts.rows) }),
    ]
      .filter(Boolean)
      .join(' · '),
    match: t('load.noteMatch', { matched, count: columns.length }),
    check: t('load.noteCheck', { count: counts.wrong, number: number(counts.wrong) }),
    ...(stored !== undefined && { confirm: t('load.noteStored', { count: stored, number: number(stored) }) }),
    ...(load.state === 'undone' && { confirm: t('loadState.undone') }),
  };
}
