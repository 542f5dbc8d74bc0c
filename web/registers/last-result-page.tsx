/** What became of the last file I sent, without looking for it. */
import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { IconUpload } from '@tabler/icons-react';
import { listLoads, type LoadView } from '../../src/records/contract.ts';
import { ask, keyOf } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, UserText } from '../ui/values.tsx';
import { useMyRegisters } from './my-registers.ts';
import { Standing } from './one-load-page.tsx';

const FEW = 20;

export function LastResultPage() {
  const { t } = useWords('web-registers');
  const last = useLastLoad();
  return (
    <Page
      title={t('web:menu.lastResult')}
      lead={
        last.data && (
          <>
            <UserText>{last.data.fileName ?? t('loads.noFile')}</UserText> · <Moment value={last.data.createdAt} />
          </>
        )
      }
    >
      <Loaded query={last} shape="page">
        {(load) =>
          load ? (
            <Standing load={load} />
          ) : (
            <EmptyState
              title={t('load.noneYet')}
              action={
                <Button component={To} plain to={paths.loadMine()} leftSection={<IconUpload size={17} />}>
                  {t('web:menu.loadMine')}
                </Button>
              }
            >
              {t('load.noneYetWords')}
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

/** My newest load over every register; `null` when there is none. A register I may not look into is passed over. */
function useLastLoad() {
  const { me } = useSession();
  const mine = useMyRegisters('records.read-loads');
  const registers = mine.data?.map(({ register }) => register) ?? [];
  const lists = useQueries({
    queries: registers.map((register) => {
      const input = { params: { register }, query: { limit: FEW } };
      return { queryKey: keyOf(listLoads, input), queryFn: () => ask(listLoads, input), retry: false };
    }),
  });
  const waiting = mine.data === undefined || lists.some(({ isPending }) => isPending);
  const sent = lists
    .flatMap(({ data }): readonly LoadView[] => data?.items ?? [])
    .filter(({ account }) => account === me?.account)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return {
    data: waiting ? undefined : (sent[0] ?? null),
    error: mine.error,
    refetch: mine.refetch,
  };
}
