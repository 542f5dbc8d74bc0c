/** Two releases to hold against each other: chosen in two boxes or by one button, kept in the address. */
import { Button, Select } from '@mantine/core';
import { listReleases, type ReleaseSummary } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useView } from '../ui/hooks.ts';
import { Row } from '../ui/page.tsx';
import { useDictionaryWords } from './attribute-words.tsx';

export interface ReleasePair {
  readonly from: number;
  readonly to: number;
}

/** What the address says, else the newest of `about` and the one before it. */
export function useReleasePair(about: readonly number[]) {
  const [view, show] = useView({ from: '', to: '', all: '' });
  const releases = useEndpoint(listReleases, {}, { keep: true });
  const items = releases.data?.items ?? [];
  const newest = items[0]?.number ?? 1;
  const to = Number(view.to) || Math.max(...(about.length > 0 ? about : [newest]));
  const from = Number(view.from) || Math.max(1, to - 1);
  return {
    items,
    pair: { from, to } satisfies ReleasePair,
    all: view.all === 'yes',
    choose: (next: Partial<ReleasePair>) => {
      const both = { from, to, ...next };
      show({ from: String(both.from), to: String(both.to) });
    },
    showAll: (all: boolean) => show({ all: all ? 'yes' : '' }),
  };
}

type Choosing = ReturnType<typeof useReleasePair>;

export function ReleasePairPicker({ items, pair, all, choose, showAll }: Choosing) {
  const { t } = useDictionaryWords();
  const name = ({ number, edition, current }: ReleaseSummary) =>
    t(current ? 'history.editionInForce' : 'history.edition', { edition, number });
  const data = items.map((one) => ({ value: String(one.number), label: name(one) }));
  const inForce = items.find(({ current }) => current)?.number;
  return (
    <Row>
      <Select
        label={t('history.before')}
        data={data}
        w={270}
        value={String(pair.from)}
        onChange={(value) => choose({ from: Number(value) })}
      />
      <Select
        label={t('history.after')}
        data={data}
        w={270}
        value={String(pair.to)}
        onChange={(value) => choose({ to: Number(value) })}
      />
      <Row>
        <Button variant="default" disabled={pair.to <= 1} onClick={() => choose({ from: Math.max(1, pair.to - 1) })}>
          {t('history.withPrevious')}
        </Button>
        {inForce !== undefined && (
          <Button variant="default" disabled={pair.to === inForce} onClick={() => choose({ to: inForce })}>
            {t('history.withInForce')}
          </Button>
        )}
        <Button variant="subtle" aria-pressed={all} onClick={() => showAll(!all)}>
          {t(all ? 'history.onlyDifferences' : 'history.everything')}
        </Button>
      </Row>
    </Row>
  );
}
