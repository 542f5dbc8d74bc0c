/** How an entity changed between any two releases: in words with the reason, and its parts side by side. */
import { compareReleases, getEntity, type EntityPage as EntityAnswer } from '../../src/dictionary/contract.ts';
import { ProblemError, useEndpoint } from '../api.ts';
import { Panel, Stack } from '../ui/page.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx';
import type { Entry } from './attributes.ts';
import { useDictionaryWords } from './attribute-words.tsx';
import { EntryComparison } from './entry-comparison.tsx';
import { ReleasePairPicker, useReleasePair, type ReleasePair } from './release-pair.tsx';
import { WhatAndWhy } from './what-and-why.tsx';

/** Of a field what its entity says about it, not what its element says. */
export const entryOfEntity = ({ entity, groups, fields, checks }: EntityAnswer): Entry => ({
  ...entity,
  groups,
  checks,
  fields: fields.map(({ name, element, names, required, group, codeList }) => ({
    ...{ as: name, element, names, required },
    ...(group === undefined ? {} : { group }),
    ...(codeList === undefined ? {} : { codeList }),
  })),
});

export function EntityHistory({ entity }: { readonly entity: string }) {
  const { t } = useDictionaryWords();
  const choosing = useReleasePair([]);
  return (
    <Stack>
      <Panel title={t('history.compare')}>
        <ReleasePairPicker {...choosing} />
      </Panel>
      <SideBySide entity={entity} pair={choosing.pair} all={choosing.all} />
    </Stack>
  );
}

interface SideProps {
  readonly entity: string;
  readonly pair: ReleasePair;
  readonly all: boolean;
}

const notYet = (error: unknown) => error instanceof ProblemError && error.status === 404;

function SideBySide({ entity, pair: { from, to }, all }: SideProps) {
  const { t } = useDictionaryWords();
  const before = useEndpoint(getEntity, { params: { entity }, query: { release: from } });
  const after = useEndpoint(getEntity, { params: { entity }, query: { release: to } });
  const why = useEndpoint(compareReleases, { params: { release: to }, query: { since: from } }, { when: to > from });
  const failed = [before.error, after.error].find((error) => error && !notYet(error));
  if (failed) return <ErrorState error={failed} />;
  if (before.isPending || after.isPending) return <Loading shape="table" />;
  const changes = (why.data?.changes ?? []).filter(
    ({ subject }) => subject === entity || subject.startsWith(`${entity}.`),
  );
  return (
    <>
      {changes.length > 0 && <WhatAndWhy changes={changes} />}
      <Panel title={t('history.sideBySide')} flush>
        {!before.data && !after.data ? (
          <EmptyState title={t('history.inNeither')} />
        ) : (
          <EntryComparison
            before={before.data ? entryOfEntity(before.data) : {}}
            after={after.data ? entryOfEntity(after.data) : {}}
            beforeHead={t('history.release', { number: from })}
            afterHead={t('history.release', { number: to })}
            all={all}
          />
        )}
      </Panel>
    </>
  );
}
