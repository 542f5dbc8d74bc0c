/** The map of sources: who is trusted for what, what is disputed, and what nobody answers for. */
import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { listAuthorities, type Authority, type Source } from '../../../src/registers/authority/authorities-contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths, withView } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatNumber } from '../../ui/format.ts';
import { useView } from '../../ui/hooks.ts';
import { Cards, Page, Panel, Row } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Num, Soft } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { ClaimButton } from './claim-button.tsx';
import { DisputeList } from './dispute-list.tsx';
import { OnceTabs } from './once-tabs.tsx';

type Standing = 'disputed' | 'none' | 'elsewhere';
const defaults = { standing: '', register: '', q: '' };
type View = typeof defaults;

export function AuthoritiesPage() {
  const { t } = useWords('web-once');
  const [view, show] = useView(defaults);
  const asked = {
    ...(view.standing && { standing: view.standing as Standing }),
    ...(view.register && { register: view.register }),
  };
  const query = useEndpoint(listAuthorities, { query: asked }, { keep: true });
  return (
    <Page title={t('title')} lead={t('map.lead')}>
      <OnceTabs current={paths.authorities()} />
      <Loaded query={query} shape="page">
        {(answer) => (
          <>
            <Counts counts={answer.counts} />
            <DisputeList />
            <Sources sources={answer.sources} />
            <Elements items={answer.items} sources={answer.sources} view={view} show={show} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface CountsProps {
  readonly counts: {
    readonly elements: number;
    readonly withSource: number;
    readonly elsewhere: number;
    readonly disputed: number;
    readonly without: number;
  };
}

function Counts({ counts }: CountsProps) {
  const { t, language } = useWords('web-once');
  const to = (standing: Standing) => withView(paths.authorities(), { standing });
  return (
    <Cards>
      <StatCard
        label={t('map.withSource')}
        value={<Num value={counts.withSource} />}
        note={t('map.ofElements', { count: counts.elements, number: formatNumber(counts.elements, language) })}
      />
      <StatCard
        label={t('map.disputed')}
        value={<Num value={counts.disputed} />}
        tone={counts.disputed > 0 ? 'warn' : 'good'}
        to={to('disputed')}
      />
      <StatCard
        label={t('map.without')}
        value={<Num value={counts.without} />}
        note={t('map.withoutNote')}
        tone={counts.without > 0 ? 'bad' : 'good'}
        to={to('none')}
      />
      <StatCard
        label={t('map.elsewhere')}
        value={<Num value={counts.elsewhere} />}
        note={t('map.elsewhereNote')}
        to={to('elsewhere')}
      />
    </Cards>
  );
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  const { t, say } = useWords('web-once');
  const columns = useMemo<readonly Column<Source>[]>(
    () => [
      {
        id: 'source',
        head: t('map.source'),
        width: 300,
        grow: true,
        sortBy: ({ names, name }) => say(names) || name,
        cell: (source) => (
          <>
            <SourceLink source={source} /> {!source.here && <Tag>{t('map.away')}</Tag>}
          </>
        ),
      },
      { id: 'holder', head: t('map.holder'), width: 260, wrap: true, cell: ({ holder }) => say(holder) },
      {
        id: 'elements',
        head: t('map.elements'),
        width: 120,
        align: 'end',
        sortBy: ({ elements }) => elements,
        cell: ({ elements, name }) => (
          <To to={withView(paths.authorities(), { register: name })}>
            <Num value={elements} />
          </To>
        ),
      },
      {
        id: 'disputed',
        head: t('map.disputed'),
        width: 140,
        align: 'end',
        sortBy: ({ disputed }) => disputed,
        cell: ({ disputed }) =>
          disputed > 0 ? (
            <State tone="warn">
              <Num value={disputed} />
            </State>
          ) : (
            <Num value={0} />
          ),
      },
    ],
    [t, say],
  );
  return (
    <Panel title={t('map.sources')} flush>
      <DataTable
        id="once.sources"
        label={t('map.sources')}
        plain
        columns={columns}
        rows={sources}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}

interface SourceLinkProps {
  readonly source: { readonly name: string; readonly names: Source['names']; readonly here: boolean };
}

/** A register of this node by its name; one kept elsewhere cannot be opened. */
export function SourceLink({ source }: SourceLinkProps) {
  const { say } = useWords('web-once');
  const word = Object.keys(source.names).length > 0 ? say(source.names) : source.name;
  return source.here ? <To to={paths.register(source.name)}>{word}</To> : <>{word}</>;
}

interface ElementsProps {
  readonly items: readonly Authority[];
  readonly sources: readonly Source[];
  readonly view: View;
  readonly show: (change: Partial<View>) => void;
}

function Elements({ items, sources, view, show }: ElementsProps) {
  const { t, say } = useWords('web-once');
  const columns = useElementColumns();
  const wanted = fold(view.q);
  const rows = items.filter((one) => fold([one.element, ...Object.values(one.names)].join(' ')).includes(wanted));
  const chosen = sources.find(({ name }) => name === view.register);
  return (
    <Panel
      title={chosen ? `${t('map.list')}: ${say(chosen.names)}` : t('map.list')}
      actions={chosen && <To to={paths.authorities()}>{t('map.clear')}</To>}
      flush
    >
      <DataTable
        id="once.elements"
        label={t('map.list')}
        columns={columns}
        rows={rows}
        rowKey={({ element }) => element}
        rowTone={({ authority, disputedBy }) => (disputedBy.length > 0 ? 'warn' : authority ? undefined : 'bad')}
        empty={t('map.nothing')}
        tools={
          <Row>
            <SearchField label={t('map.search')} value={view.q} onChange={(q) => show({ q })} width={200} />
            <SegmentedControl
              aria-label={t('map.show')}
              value={view.standing}
              onChange={(standing) => show({ standing })}
              data={[
                { value: '', label: t('map.all') },
                { value: 'disputed', label: t('map.disputed') },
                { value: 'none', label: t('map.none') },
                { value: 'elsewhere', label: t('map.away') },
              ]}
            />
          </Row>
        }
      />
    </Panel>
  );
}

function useElementColumns(): readonly Column<Authority>[] {
  const { t, say } = useWords('web-once');
  return useMemo(
    () => [
      {
        id: 'element',
        head: t('map.element'),
        width: 280,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ element, names }) => <To to={paths.element(element)}>{say(names)}</To>,
      },
      {
        id: 'code',
        head: t('map.code'),
        width: 120,
        sortBy: ({ element }) => element,
        cell: ({ element }) => <Code soft>{element}</Code>,
      },
      {
        id: 'entities',
        head: t('map.entities'),
        width: 200,
        wrap: true,
        hidden: false,
        cell: ({ entities }) => <Soft>{entities.map(({ names }) => say(names)).join(' · ')}</Soft>,
      },
      {
        id: 'source',
        head: t('map.source'),
        width: 300,
        wrap: true,
        sortBy: ({ authority }) => (authority ? say(authority.names) || authority.name : ''),
        cell: (one) => <Trusted authority={one} />,
      },
      { id: 'since', head: t('map.since'), width: 120, cell: ({ since }) => <Day value={since} /> },
      {
        id: 'claim',
        head: t('claim.act'),
        width: 150,
        cell: (one) => <ClaimButton authority={one} />,
      },
    ],
    [t, say],
  );
}

function Trusted({ authority }: { readonly authority: Authority }) {
  const { t, say } = useWords('web-once');
  const { disputedBy, dispute } = authority;
  if (!authority.authority) return <State tone="bad">{t('map.none')}</State>;
  return (
    <>
      <SourceLink source={authority.authority} /> {!authority.authority.here && <Tag>{t('map.away')}</Tag>}
      {disputedBy.map((other) => (
        <div key={other.name}>
          <State tone="warn">
            {dispute ? (
              <To to={paths.dispute(dispute)}>{t('map.claimedBy', { register: say(other.names) })}</To>
            ) : (
              t('map.claimedBy', { register: say(other.names) })
            )}
          </State>
        </div>
      ))}
    </>
  );
}
