/** The codes of a list on a day: a tree whose levels are fetched when they open, or the hits of a search. */
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { listCodes, type CodeRow } from '../../src/dictionary/contract.ts';
import { ask, keyOf, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { formatDay } from '../ui/format.ts';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Tree, type TreeNode } from '../ui/tree.tsx';
import { Code } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import styles from './dictionary.module.css';

/** A level of the tree is fetched in pages of this size, one after the other. */
const LEVEL = 200;

export interface CodesShown {
  readonly list: string;
  readonly on: string;
  /** With codes that ended before the day. */
  readonly former: boolean;
  readonly selected: string;
  readonly onPick: (code: string) => void;
}

interface CodeTreeProps extends CodesShown {
  readonly above: string | undefined;
  readonly onElsewhere: (list: string, code: string) => void;
}

/** Two lists may use the same code: a node of the tree is known by both. */
const nodeId = (list: string, code: string) => `${list}:${code}`;
const partsOf = (id: string) => ({ list: id.slice(0, id.indexOf(':')), code: id.slice(id.indexOf(':') + 1) });

/** Every page of a level: the tree shows it whole. */
async function wholeLevel(list: string, query: { on: string; former?: boolean; parent?: string }) {
  const items: CodeRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(listCodes, {
      params: { list },
      query: { ...query, limit: LEVEL, ...(cursor !== undefined && { cursor }) },
    });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

/** The tree of a day. A list whose parents stand in another list (communes in provinces) has those as its roots. */
export function CodeTree({ list, above, on, former, selected, onPick, onElsewhere }: CodeTreeProps) {
  const { t } = useWords('web-codes');
  const nodeOf = useNode(on);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const asked = { on, ...(former && { former }) };
  const top = above ?? list;
  const parents = [...open];
  const [roots, ...levels] = useQueries({
    queries: [
      { queryKey: [...keyOf(listCodes, { top, asked }), 'level'], queryFn: () => wholeLevel(top, asked) },
      ...parents.map((id) => {
        const query = { ...asked, parent: partsOf(id).code };
        // Below a code of the upper list stand codes of this one.
        return { queryKey: [...keyOf(listCodes, { list, query }), 'level'], queryFn: () => wholeLevel(list, query) };
      }),
    ],
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
    else onElsewhere(chosen.list, chosen.code);
  };
  if (!roots) return null;
  return (
    <Loaded query={roots}>
      {(items) => (
        <Tree
          label={t('web:menu.codeLists')}
          roots={items.map(nodeOf)}
          childrenOf={(parent) => levels[parents.indexOf(parent)]?.data?.map(nodeOf)}
          open={open}
          onToggle={toggle}
          selected={selected === '' ? undefined : nodeId(list, selected)}
          onSelect={({ id }) => choose(id)}
        />
      )}
    </Loaded>
  );
}

/** A code as a node: what is no longer in force, and what began on the very day, is said in a word. */
function useNode(on: string): (row: CodeRow) => TreeNode {
  const { say } = useWords();
  return (row) => ({
    id: nodeId(row.list, row.code),
    label: say(row.names),
    note: (
      <>
        <CodeMark row={row} on={on} /> <Code soft>{row.code}</Code>
      </>
    ),
    children: row.children,
  });
}

function CodeMark({ row, on }: { readonly row: CodeRow; readonly on: string }) {
  const { t } = useWords('web-codes');
  if (row.former) return <Tag tone="quiet">{t('web-codes:tree.endedOn', { day: formatDay(row.validTo ?? '') })}</Tag>;
  return row.validFrom === on ? <Tag tone="info">{t('web-codes:tree.beginsToday')}</Tag> : null;
}

export function CodeHits({ list, on, former, q, selected, onPick }: CodesShown & { readonly q: string }) {
  const { t, say } = useWords();
  const hits = useEndpoint(
    listCodes,
    { params: { list }, query: { on, q, limit: 50, ...(former && { former }) } },
    { keep: true },
  );
  return (
    <Loaded query={hits}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('web:search.nothing')} />
        ) : (
          <ul className={styles.hits}>
            {items.map((row) => (
              <li key={row.code}>
                <button type="button" aria-pressed={row.code === selected} onClick={() => onPick(row.code)}>
                  <span dir="auto">{say(row.names)}</span>
                  <span>
                    <CodeMark row={row} on={on} /> <Code soft>{row.code}</Code>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
