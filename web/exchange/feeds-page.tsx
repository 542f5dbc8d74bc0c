/** What this node receives from others: from whom, where it stands, what waits and why. */
import { Button } from '@mantine/core';
import { changeFeed, listFeeds, pullNow, type Feed } from '../../src/exchange/feeds/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { listNodes } from '../../src/exchange/nodes/nodes-contract.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num, Soft } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';
import { BeginFeed } from './begin-feed.tsx';
import { useFeedWords } from './feeds-words.ts';
import { NodeTabs, useNodeName } from './nodes-words.tsx';
import { RecoveryPanel } from './recovery-panel.tsx';
import styles from './nodes.module.css';

const refreshes = ['exchange'];
const EVERY_MS = 3_000;

export function FeedsPage() {
  const { t } = useFeedWords();
  const feeds = useEndpoint(listFeeds, {}, { every: EVERY_MS, keep: true });
  const nodes = useEndpoint(listNodes, {});
  const called = useNodeName();
  const nameOf = (origin: string) => {
    const node = nodes.data?.nodes.find(({ name }) => name === origin);
    return node ? called(node) : origin;
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      <NodeTabs current={paths.feeds()} />
      <Loaded query={feeds} shape="page">
        {({ items, mayChange }) => (
          <>
            {items.length === 0 && <EmptyState title={t('none')} />}
            {items.map((feed) => (
              <OneFeed key={feed.id} feed={feed} from={nameOf(feed.origin)} mayChange={mayChange} />
            ))}
            <RecoveryPanel />
            <BeginFeed />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface OneFeedProps {
  readonly feed: Feed;
  /** What people call the provider's node. */
  readonly from: string;
  readonly mayChange: boolean;
}

function OneFeed({ feed, from, mayChange }: OneFeedProps) {
  const { t, say } = useFeedWords();
  return (
    <Panel title={t('oneFeed', { from, agreement: feed.agreement, consumer: say(feed.consumer.names) })}>
      <Stack>
        <FactList
          columns={2}
          facts={[
            [
              t('from'),
              <To key="from" to={paths.node(feed.origin)}>
                {from}
              </To>,
            ],
            [t('asked'), feed.askedAt === null ? t('never') : <Moment key="asked" value={feed.askedAt} />],
          ]}
        />
        {feed.failed !== null && (
          <Notice tone="warn">{t('failed', { attempts: feed.attempts, failed: feed.failed })}</Notice>
        )}
        {feed.streams.map((stream) => (
          <Stream key={stream.stream} stream={stream} />
        ))}
        {mayChange && <Acts feed={feed} />}
      </Stack>
    </Panel>
  );
}

type StreamView = Feed['streams'][number];

const tones: Readonly<Record<StreamView['phase'], Tone>> = {
  following: 'good',
  parked: 'warn',
  purging: 'busy',
  ended: 'quiet',
  forked: 'bad',
};

function Stream({ stream }: { readonly stream: StreamView }) {
  const { t, say } = useFeedWords();
  const behind = (stream.offered ?? 0) - (stream.size ?? 0);
  return (
    <section aria-label={stream.stream}>
      <Stack>
        <div className={styles.head}>
          <To to={paths.register(stream.register)}>{say(stream.registerNames)}</To>
          <State tone={tones[stream.phase]}>{t(`phases.${stream.phase}`)}</State>
          {stream.phase === 'following' && <Soft>{behind > 0 ? t('behind', { pages: behind }) : t('uptodate')}</Soft>}
        </div>
        <FactList
          columns={2}
          facts={[
            [
              t('pages'),
              <span key="pages">
                <Num value={stream.size ?? 0} /> / <Num value={stream.offered ?? 0} />
              </span>,
            ],
            [t('rows'), <Num key="rows" value={stream.rows} />],
            [t('last'), stream.appliedAt === null ? t('never') : <Moment key="last" value={stream.appliedAt} />],
            [
              t('stream'),
              <Code key="stream" soft>
                {stream.stream}
              </Code>,
            ],
          ]}
        />
        {stream.release !== null && <Notice tone="warn">{t('release', { release: stream.release })}</Notice>}
        {stream.partial && <Soft>{t('partly')}</Soft>}
        {stream.fault !== null && <Notice tone="bad">{t(`faults.${stream.fault}`)}</Notice>}
        {stream.parked.map(({ reason, rows }) => (
          <Notice key={reason} tone="warn">
            {t('parked', { rows, reason: t(`reasons.${reason}`) })}
          </Notice>
        ))}
      </Stack>
    </section>
  );
}

function Acts({ feed }: { readonly feed: Feed }) {
  const { t } = useFeedWords();
  const pull = useCommand(pullNow, { refreshes });
  const change = useCommand(changeFeed, { refreshes });
  const params = { feed: feed.id };
  return (
    <Stack>
      <ProblemNotice error={pull.error ?? change.error} />
      <Row>
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ params, body: { active: !feed.active } })}
        >
          {t(feed.active ? 'stop' : 'resume')}
        </Button>
        <Button loading={pull.isPending} disabled={!feed.active} onClick={() => pull.mutate({ params })}>
          {t('pull')}
        </Button>
      </Row>
    </Stack>
  );
}
