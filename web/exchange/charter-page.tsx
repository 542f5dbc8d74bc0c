/** The root's charter: whose word decides which keys of the root count, the next one proposed, and signatures brought. */
import { useMemo, type ReactNode } from 'react';
import {
  proposeCharter,
  readCharter,
  type CharterStanding,
  type CharterView,
} from '../../src/exchange/nodes/charter-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { useMay } from '../ui/may.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { CharterProposal } from './charter-proposal.tsx';
import { NodeTabs, useNodeWords } from './nodes-words.tsx';
import { ProposeCharter } from './propose-charter.tsx';

export function CharterPage() {
  const { t } = useNodeWords();
  const charter = useEndpoint(readCharter, {}, { keep: true });
  return (
    <Page title={t('charter.title')} lead={t('charter.lead')}>
      <NodeTabs current={paths.charter()} />
      <Loaded query={charter} shape="page">
        {(view) => (
          <>
            <CharterNotice standing={view.standing} isRoot={view.isRoot} />
            {view.charter && <InForce view={view} terms={view.charter} />}
            {view.proposal && <CharterProposal proposal={view.proposal} last={view.charter} />}
            {view.isRoot && !view.proposal && <Propose view={view} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const tones = { none: 'warn', good: 'good', soon: 'warn', over: 'bad', waits: 'info' } as const;

/** What is to be done about the charter; on the page of nodes with the way there. */
export function CharterNotice({
  standing,
  isRoot,
  linked = false,
}: {
  readonly standing: CharterStanding;
  readonly isRoot: boolean;
  readonly linked?: boolean;
}) {
  const { t } = useNodeWords();
  return (
    <Notice
      tone={tones[standing]}
      title={t(`charter.standing.${standing}`)}
      action={linked && <To to={paths.charter()}>{t('charter.open')}</To>}
    >
      {t(`charter.words.${standing}`)} {standing !== 'good' && !isRoot && t('charter.atRoot')}
    </Notice>
  );
}

type Terms = NonNullable<CharterView['charter']>;

function InForce({ view, terms }: { readonly view: CharterView; readonly terms: Terms }) {
  const { t } = useNodeWords();
  return (
    <Panel title={t('charter.inForce')}>
      <Stack>
        <CharterFacts
          terms={terms}
          more={[
            [t('charter.acceptedAt'), <Moment key="at" value={terms.acceptedAt} />],
            [t('charter.counting'), <Code key="counting">{view.rootKeys.join(' ')}</Code>],
          ]}
        />
        <Guardians guardians={terms.guardians} />
      </Stack>
    </Panel>
  );
}

/** What every charter says. */
export function CharterFacts({
  terms,
  more = [],
}: {
  readonly terms: Pick<Terms, 'version' | 'threshold' | 'guardians' | 'expires' | 'keys'>;
  readonly more?: readonly (readonly [string, ReactNode])[];
}) {
  const { t } = useNodeWords();
  return (
    <FactList
      columns={2}
      facts={[
        [t('charter.version'), <Num key="version" value={terms.version} />],
        [t('charter.threshold'), t('charter.of', { count: terms.threshold, all: terms.guardians.length })],
        [t('charter.expires'), <Moment key="expires" value={terms.expires} />],
        [t('charter.rootKeys'), <Code key="keys">{terms.keys.join(' ')}</Code>],
        ...more,
      ]}
    />
  );
}

type Guardian = Terms['guardians'][number];

export function Guardians({
  guardians,
  signed,
}: {
  readonly guardians: readonly Guardian[];
  /** Names of those who signed; absent: not asked. */
  readonly signed?: readonly string[];
}) {
  const { t } = useNodeWords();
  const columns = useMemo<readonly Column<Guardian>[]>(
    () => [
      { id: 'name', head: t('charter.guardian'), width: 180, cell: ({ name }) => name },
      ...(signed
        ? [
            {
              id: 'signed',
              head: t('charter.signed'),
              width: 120,
              cell: ({ name }: Guardian) => t(signed.includes(name) ? 'charter.yes' : 'charter.notYet'),
            },
          ]
        : []),
      {
        id: 'print',
        head: t('fingerprint'),
        width: 340,
        grow: true,
        cell: ({ fingerprint }) => <Code>{fingerprint}</Code>,
      },
    ],
    [t, signed],
  );
  return (
    <DataTable
      id="exchange.guardians"
      label={t('charter.guardians')}
      columns={columns}
      rows={guardians}
      rowKey={({ key }) => key}
    />
  );
}

function Propose({ view }: { readonly view: CharterView }) {
  const may = useMay(proposeCharter.permission);
  return may.allowed ? <ProposeCharter view={view} /> : null;
}
