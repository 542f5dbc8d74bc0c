/** Every node there is: who is home of what, who stands above whom, how each is; and who asks to join. */
import { Button } from '@mantine/core';
import { listNodes, type NodesPage as Answer, type NodeView } from '../../src/exchange/nodes/nodes-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { Cards, Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num, Soft } from '../ui/values.tsx';
import { Tag, Verdict } from '../ui/verdict.tsx';
import { CharterNotice } from './charter-page.tsx';
import { JoinRequests } from './join-requests.tsx';
import { KeyTime, NodeTabs, Standing, standingOf, useNodeName, useNodeWords } from './nodes-words.tsx';
import styles from './nodes.module.css';
import { formatList } from '../ui/format.ts';

/** Contacts come every ten seconds; a page that is open goes along. */
const EVERY_MS = 5_000;

export function NodesPage() {
  const { t } = useNodeWords();
  const nodes = useEndpoint(listNodes, {}, { every: EVERY_MS, keep: true });
  return (
    <Page title={t('web:menu.nodes')} lead={t('lead')} actions={<OwnNode page={nodes.data} />}>
      <NodeTabs current={paths.nodes()} />
      <Loaded query={nodes} shape="page">
        {(page) => (
          <>
            <Figures page={page} />
            <JoinRequests page={page} />
            <Panel title={t('map')} note={t('count', { count: page.nodes.length })}>
              <Branch page={page} parent={null} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function OwnNode({ page }: { readonly page: Answer | undefined }) {
  const { t } = useNodeWords();
  if (!page) return null;
  return (
    <Button component={To} to={paths.node(page.own)} variant="default">
      {t('ownNode')}
    </Button>
  );
}

function Figures({ page }: { readonly page: Answer }) {
  const { t } = useNodeWords();
  const { registry, nodes, now } = page;
  const others = nodes.filter(({ isOwn, state }) => !isOwn && state === 'approved');
  const reached = others.filter((node) => standingOf(node, now).tone === 'good').length;
  return (
    <>
      {!registry.live && (
        <Notice tone="bad" title={t('registryOver')}>
          {t('registryOverWords')}
        </Notice>
      )}
      {page.charter !== 'good' && nodes.length > 1 && (
        <CharterNotice standing={page.charter} isRoot={registry.root === page.own} linked />
      )}
      <Cards min={180}>
        <StatCard label={t('others')} value={<Num value={others.length} />} note={t('reached', { count: reached })} />
        <StatCard
          label={t('registryVersion')}
          value={<Num value={registry.version} />}
          note={
            <>
              {t('expires')} <Moment value={registry.expires} />
            </>
          }
          mark={
            <Verdict tone={registry.live ? 'good' : 'bad'}>{t(registry.live ? 'believed' : 'notBelieved')}</Verdict>
          }
        />
        <StatCard label={t('requests')} value={<Num value={page.requests.filter(isAsking).length} />} />
      </Cards>
    </>
  );
}

const isAsking = ({ state }: NodeView) => state === 'asked';

/** The nodes below one, each with those below it. A parent that is not in the registry any more hides nobody. */
function Branch({ page, parent }: { readonly page: Answer; readonly parent: string | null }) {
  const { t } = useNodeWords();
  const names = new Set(page.nodes.map(({ name }) => name));
  const isHere = (node: NodeView) =>
    parent === null ? node.parent === null || !names.has(node.parent) : node.parent === parent;
  const below = page.nodes.filter(isHere);
  if (below.length === 0) return null;
  return (
    <ul className={parent === null ? styles.roots : styles.branch} {...(parent === null && { 'aria-label': t('map') })}>
      {below.map((node) => (
        <li key={node.name} className={styles.item}>
          <NodeCard node={node} page={page} />
          <Branch page={page} parent={node.name} />
        </li>
      ))}
    </ul>
  );
}

/** When it was heard: here, or by whom it was that told. */
function LastContact({ node, page }: { readonly node: NodeView; readonly page: Answer }) {
  const { t } = useNodeWords();
  const nameOf = useNodeName();
  const { contact, told } = node;
  if (!told || Date.parse(contact?.heardAt ?? '') > Date.parse(told.at)) return <Moment value={contact?.heardAt} />;
  const teller = page.nodes.find(({ name }) => name === told.by);
  return (
    <>
      <Moment value={told.at} />
      {told.by !== node.name && <Soft> {t('toldBy', { node: teller ? nameOf(teller) : told.by })}</Soft>}
    </>
  );
}

function NodeCard({ node, page }: { readonly node: NodeView; readonly page: Answer }) {
  const { t, say, language } = useNodeWords();
  const nameOf = useNodeName();
  const { contact } = node;
  return (
    <article className={styles.node} data-own={node.isOwn} data-state={node.state}>
      <header className={styles.head}>
        <To to={paths.node(node.name)}>{nameOf(node)}</To>
        {node.isRoot && <Tag tone="info">{t('root')}</Tag>}
        {node.isOwn && <Tag tone="info">{t('thisNode')}</Tag>}
        <Standing node={node} now={page.now} />
      </header>
      <p className={styles.sub}>
        <Code soft>{node.name}</Code> {node.address && <Code soft>{node.address}</Code>}
      </p>
      <FactList
        columns={2}
        facts={[
          [
            t('homeOf'),
            formatList(
              node.bodies.map(({ code, names }) => (names ? say(names) : code)),
              language,
            ) || t('homeOfRest'),
          ],
          [t('keys'), <KeyTime key="keys" node={node} now={page.now} />],
          [t('lastContact'), node.isOwn ? t('here') : <LastContact key="heard" node={node} page={page} />],
          [t('lastWitnessed'), <Moment key="witnessed" value={node.witnessedAt} />],
        ]}
      />
      {contact?.failure && (contact.failedAt ?? '') > (contact.heardAt ?? '') && (
        <p className={styles.sub}>
          <Soft>
            {t('lastFailure')} <Moment value={contact.failedAt} />: <Code soft>{contact.failure}</Code>
          </Soft>
        </p>
      )}
    </article>
  );
}
