/** Words and signs that the pages about nodes share. */
import type { NodeView } from '../../src/exchange/nodes/nodes-contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Moment } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';

export const useNodeWords = (): Words => useWords('web-nodes');

export function NodeTabs({ current }: { readonly current: string }) {
  const { t } = useNodeWords();
  const { t: feeds } = useWords('web-feeds');
  const { t: recovery } = useWords('web-recovery');
  return (
    <Tabs
      label={t('web:menu.nodes')}
      current={current}
      tabs={[
        { label: t('map'), to: paths.nodes() },
        { label: t('flow.title'), to: paths.nodeFlow() },
        { label: t('charter.title'), to: paths.charter() },
        { label: feeds('title'), to: paths.feeds() },
        { label: recovery('versions.title'), to: paths.metVersions() },
      ]}
    />
  );
}

/** What people call a node: the body it belongs to, or that it is the root. */
export function useNodeName(): (node: Pick<NodeView, 'name' | 'bodies' | 'isRoot'>) => string {
  const { t, say } = useNodeWords();
  return ({ name, bodies, isRoot }) => {
    const [first] = bodies;
    if (first?.names) return say(first.names);
    return isRoot ? t('rootNode') : name;
  };
}

const MINUTE_MS = 60_000;
/** A node asks its parent every ten seconds: after a minute of silence one should look. */
const SILENT_MS = MINUTE_MS;
const LONG_SILENT_MS = 60 * MINUTE_MS;

/** How a node stands, as far as this one can tell. */
export function standingOf(
  node: Pick<NodeView, 'state' | 'contact' | 'told' | 'isOwn'>,
  now: string,
): { readonly tone: Tone; readonly word: string } {
  if (node.state !== 'approved') return { tone: node.state === 'asked' ? 'busy' : 'quiet', word: node.state };
  if (node.isOwn) return { tone: 'good', word: 'here' };
  const told = node.told?.at;
  const heard = node.contact?.heardAt;
  if (told && !(heard && Date.parse(heard) >= Date.parse(told))) return standingOfTold(told, now);
  return heard ? standingOfHeard(heard, node.contact?.failedAt ?? null, now) : { tone: 'unsure', word: 'unheard' };
}

function standingOfHeard(heard: string, failedAt: string | null, now: string) {
  const failed = failedAt !== null && Date.parse(failedAt) > Date.parse(heard);
  const well = failed ? { tone: 'warn' as const, word: 'late' } : { tone: 'good' as const, word: 'reached' };
  return standingOfSilence(heard, now) ?? well;
}

/** A node that others speak with, and this one does not. */
const standingOfTold = (told: string, now: string) =>
  standingOfSilence(told, now) ?? { tone: 'good' as const, word: 'told' };

function standingOfSilence(last: string, now: string): { readonly tone: Tone; readonly word: string } | undefined {
  const silent = Date.parse(now) - Date.parse(last);
  if (silent > LONG_SILENT_MS) return { tone: 'bad', word: 'silent' };
  return silent > SILENT_MS ? { tone: 'warn', word: 'late' } : undefined;
}

export function Standing({ node, now }: { readonly node: NodeView; readonly now: string }) {
  const { t } = useNodeWords();
  const { tone, word } = standingOf(node, now);
  return <State tone={tone}>{t(`standing.${word}`)}</State>;
}

const DAY_MS = 86_400_000;
/** Warn early enough for a person to look: a running node renews its key in the last seven days by itself. */
const KEY_WARN_MS = 5 * DAY_MS;

/** Until when the node can prove itself. */
export function KeyTime({ node, now }: { readonly node: NodeView; readonly now: string }) {
  const { t } = useNodeWords();
  const live = node.keys.filter((key) => key.live);
  const last = live
    .map(({ to }) => to)
    .toSorted()
    .at(-1);
  if (last === undefined) return <State tone="bad">{t('noKey')}</State>;
  const soon = Date.parse(last) - Date.parse(now) < KEY_WARN_MS;
  return (
    <State tone={soon ? 'warn' : 'good'}>
      {t('keysLive', { count: live.length })} <Moment value={last} />
    </State>
  );
}
