/** The tree of bodies as of any day. */
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listBodies, readTree, type TreeItem } from '../../src/bodies/contract.ts';
import { ask, keyOf, useEndpoint, usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DayInput } from '../ui/day-input.tsx';
import { today } from '../ui/format.ts';
import { useView } from '../ui/hooks.ts';
import { Page, Panel, Split } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState, Loaded, Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Tree, type TreeNode } from '../ui/tree.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { useLevelWord } from './body-words.ts';
import styles from './bodies.module.css';

export function BodiesPage() {
  const { t } = useWords('bodies');
  const now = today(new Date());
  const [view, show] = useView({ on: now, q: '' });
  return (
    <Page
      title={t('web:menu.bodies')}
      lead={t('web:bodies.lead')}
      actions={<To to={paths.merges()}>{t('bodies:merge.page.merges')}</To>}
    >
      <Split side={<Help />}>
        <Panel>
          <div className={styles.tools}>
            <SearchField label={t('web:body.find')} value={view.q} onChange={(q) => show({ q })} width={320} />
            <DayInput label={t('web:bodies.on')} value={view.on} onChange={(on) => show({ on: on || now })} />
          </div>
          {view.q === '' ? <BodyTree on={view.on} /> : <BodyHits on={view.on} text={view.q} />}
        </Panel>
      </Split>
    </Page>
  );
}

function Help() {
  const { t } = useWords();
  return (
    <Panel title={t('web:bodies.helpTitle')}>
      <p className={styles.help}>{t('web:bodies.help')}</p>
    </Panel>
  );
}

/** A level is fetched up to this many; larger ones are searched. */
const LEVEL = 500;

function BodyTree({ on }: { readonly on: string }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const [chosen, setOpen] = useState<ReadonlySet<string>>();
  const roots = useEndpoint(readTree, { query: { on, limit: LEVEL } });
  // One root alone tells nothing: it stands open until somebody closes it.
  const first = roots.data?.items.length === 1 ? roots.data.items.map(({ code }) => code) : [];
  const open = chosen ?? new Set(first);
  const opened = [...open];
  const levels = useQueries({
    queries: opened.map((parent) => {
      const input = { query: { on, parent, limit: LEVEL } };
      return { queryKey: keyOf(readTree, input), queryFn: () => ask(readTree, input) };
    }),
  });
  const nodeOf = ({ code, names, children }: TreeItem): TreeNode => ({
    id: code,
    label: say(names),
    note: (
      <>
        {children > 0 && (
          <Tag>
            <Num value={children} />
          </Tag>
        )}{' '}
        <Code soft>{code}</Code>
      </>
    ),
    children,
  });
  const toggle = (code: string) => {
    const next = new Set(open);
    if (!next.delete(code)) next.add(code);
    setOpen(next);
  };
  return (
    <Loaded query={roots}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('web:bodies.none')}>{t('web:bodies.noneWords')}</EmptyState>
        ) : (
          <Tree
            label={t('web:menu.bodies')}
            roots={items.map(nodeOf)}
            childrenOf={(parent) => levels[opened.indexOf(parent)]?.data?.items.map(nodeOf)}
            open={open}
            onToggle={toggle}
            onSelect={(node) => {
              const search = on === today(new Date()) ? {} : { on };
              void navigate({ to: paths.body(node.id), search: search as never });
            }}
          />
        )
      }
    </Loaded>
  );
}

function BodyHits({ on, text }: { readonly on: string; readonly text: string }) {
  const { t, say } = useWords();
  const levelWord = useLevelWord();
  const hits = usePages(listBodies, { query: { text, on, limit: 50 } }, { cursor: 'after' });
  if (hits.loading) return <Loading />;
  if (hits.items.length === 0) return <EmptyState title={t('web:search.nothing')} />;
  return (
    <ul className={styles.hits}>
      {hits.items.map(({ id, code, names, level }) => (
        <li key={id}>
          <To to={withView(paths.body(code), { on: on === today(new Date()) ? '' : on })} plain className={styles.hit}>
            <span dir="auto">{say(names)}</span>
            <span className={styles.note}>
              {levelWord(level)} · <Code soft>{code}</Code>
            </span>
          </To>
        </li>
      ))}
    </ul>
  );
}
