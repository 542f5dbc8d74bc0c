/** A code list as of any day: the tree of that day, what a code meant then, and what became of it. */
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import {
  codeListFormats,
  getCodeListExport,
  listCodeLists,
  listCodes,
  type CodeRow,
} from '../../src/dictionary/contract.ts';
import { ask, fileAddress, keyOf, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DayInput } from '../ui/day-input.tsx';
import { today } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { Tree, type TreeNode } from '../ui/tree.tsx';
import { Code } from '../ui/values.tsx';
import { CodeMeaning } from './code-meaning.tsx';
import { ExportMenu } from './export-menu.tsx';
import { CodeOverTime } from './code-over-time.tsx';
import { DictionaryTabs } from './words.tsx';
import styles from './dictionary.module.css';

/** A level of the tree is fetched whole up to this; larger levels are searched. */
const LEVEL = 200;

export function CodeListPage() {
  const { t, say } = useWords();
  const list = useAddressPart('list');
  const [view, show] = useView({ on: today(new Date()), code: '', q: '' });
  const lists = useEndpoint(listCodeLists, { query: {} }, { keep: true });
  const found = lists.data?.items.find(({ code }) => code === list);
  const pick = useCallback((code: string) => show({ code }), [show]);
  return (
    <Page
      title={found ? say(found.names) : list}
      mark={<Code>{list}</Code>}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.codeLists'), to: paths.codeLists() },
      ]}
      actions={
        <>
          <ExportMenu
            files={codeListFormats.map((format) => ({
              format,
              href: fileAddress(getCodeListExport, { params: { list, format } }),
            }))}
          />
          {found?.kind === 'imported' && (
            <Button
              component={To}
              to={paths.importCodes(list)}
              variant="default"
              plain
              leftSection={<IconUpload size={17} />}
            >
              {t('web:codeImport.open')}
            </Button>
          )}
        </>
      }
    >
      <DictionaryTabs current={paths.codeLists()} />
      <div className={styles.treeAndPage}>
        <Panel>
          <div className={styles.treeTools}>
            <DayInput
              label={t('web:codeList.on')}
              value={view.on}
              onChange={(on) => show({ on: on || today(new Date()) })}
            />
            <SearchField label={t('web:codeList.search')} value={view.q} onChange={(q) => show({ q })} width="100%" />
          </div>
          {view.q === '' ? (
            <CodeTree list={list} above={found?.parentList} on={view.on} selected={view.code} onPick={pick} />
          ) : (
            <CodeHits list={list} on={view.on} q={view.q} selected={view.code} onPick={pick} />
          )}
        </Panel>
        {view.code === '' ? (
          <Panel>
            <EmptyState title={t('web:codeList.choose')}>{t('web:codeList.chooseWords')}</EmptyState>
          </Panel>
        ) : (
          <Stack>
            <CodeMeaning list={list} code={view.code} on={view.on} onDay={(on) => show({ on })} />
            <CodeOverTime list={list} code={view.code} from={view.on} onFrom={(on) => show({ on })} />
          </Stack>
        )}
      </div>
    </Page>
  );
}

interface CodesProps {
  readonly list: string;
  readonly on: string;
  readonly selected: string;
  readonly onPick: (code: string) => void;
}

/** Two lists may use the same code: a node of the tree is known by both. */
const nodeId = (list: string, code: string) => `${list}:${code}`;
const partsOf = (id: string) => ({ list: id.slice(0, id.indexOf(':')), code: id.slice(id.indexOf(':') + 1) });

/** The tree of a day. A list whose parents stand in another list (communes in provinces) has those as its roots. */
function CodeTree({ list, above, on, selected, onPick }: CodesProps & { readonly above: string | undefined }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const roots = useEndpoint(listCodes, { params: { list: above ?? list }, query: { on, limit: LEVEL } });
  const parents = [...open];
  const levels = useQueries({
    queries: parents.map((parent) => {
      const input = { params: { list }, query: { on, parent: partsOf(parent).code, limit: LEVEL } };
      return { queryKey: keyOf(listCodes, input), queryFn: () => ask(listCodes, input) };
    }),
  });
  const nodeOf = ({ list: own, code, names, children }: CodeRow): TreeNode => ({
    id: nodeId(own, code),
    label: say(names),
    note: <Code soft>{code}</Code>,
    children,
  });
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const choose = (id: string) => {
    const chosen = partsOf(id);
    if (chosen.list === list) onPick(chosen.code);
    else if (chosen.list === above) toggle(id);
    else void navigate(addressParts(withView(paths.codeList(chosen.list), { code: chosen.code, on })));
  };
  return (
    <Loaded query={roots}>
      {({ items }) => (
        <Tree
          label={t('web:menu.codeLists')}
          roots={items.map(nodeOf)}
          childrenOf={(parent) => levels[parents.indexOf(parent)]?.data?.items.map(nodeOf)}
          open={open}
          onToggle={toggle}
          selected={selected === '' ? undefined : nodeId(list, selected)}
          onSelect={({ id }) => choose(id)}
        />
      )}
    </Loaded>
  );
}

function CodeHits({ list, on, q, selected, onPick }: CodesProps & { readonly q: string }) {
  const { t, say } = useWords();
  const hits = useEndpoint(listCodes, { params: { list }, query: { on, q, limit: 50 } }, { keep: true });
  return (
    <Loaded query={hits}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('web:search.nothing')} />
        ) : (
          <ul className={styles.hits}>
            {items.map(({ code, names }) => (
              <li key={code}>
                <button type="button" aria-pressed={code === selected} onClick={() => onPick(code)}>
                  <span dir="auto">{say(names)}</span>
                  <Code soft>{code}</Code>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
