/**
 * A tree of any size: children are fetched when a node opens, only what is in view is drawn, and arrow keys walk it
 * (WAI-ARIA tree view pattern, roving focus).
 */
import { IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import styles from './tree.module.css';

export interface TreeNode {
  readonly id: string;
  readonly label: string;
  /** Beside the label, quiet: a code, a count. */
  readonly note?: ReactNode;
  /** How many stand below it; 0 for a leaf. */
  readonly children: number;
}

interface TreeProps {
  readonly label: string;
  readonly roots: readonly TreeNode[];
  /** Children of a node once they are there; `undefined` while they come. Called for open nodes only. */
  readonly childrenOf: (id: string) => readonly TreeNode[] | undefined;
  readonly open: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  readonly selected?: string | undefined;
  readonly onSelect: (node: TreeNode) => void;
}

interface Line {
  readonly node: TreeNode;
  readonly depth: number;
  readonly parent: number;
  readonly open: boolean;
  readonly position: number;
  readonly siblings: number;
  readonly waiting?: boolean;
}

/** The open part of the tree as lines, in reading order. */
function linesOf({ roots, childrenOf, open }: TreeProps): Line[] {
  const lines: Line[] = [];
  const walk = (nodes: readonly TreeNode[], depth: number, parent: number) => {
    nodes.forEach((node, i) => {
      const isOpen = node.children > 0 && open.has(node.id);
      const at = lines.push({ node, depth, parent, open: isOpen, position: i + 1, siblings: nodes.length }) - 1;
      if (!isOpen) return;
      const below = childrenOf(node.id);
      if (below) walk(below, depth + 1, at);
      else lines.push({ ...waitingLine(node), depth: depth + 1, parent: at });
    });
  };
  walk(roots, 0, -1);
  return lines;
}

const waitingLine = (node: TreeNode) => ({
  node: { id: `${node.id}…`, label: '…', children: 0 },
  open: false,
  position: 1,
  siblings: 1,
  waiting: true,
});

const ROW = 32;

export function Tree(props: TreeProps) {
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | undefined>();
  const lines = linesOf(props);
  const active = Math.max(
    0,
    lines.findIndex(({ node }) => node.id === (focused ?? props.selected)),
  );
  const view = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const go = (index: number) => {
    const line = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (!line) return;
    setFocused(line.node.id);
    view.scrollToIndex(lines.indexOf(line));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[active];
    if (!line || !walkKeys(event.key, { line, active, lines, go, props })) return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="tree"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={lines[active] ? lineId(lines[active]) : undefined}
        className={styles.tree}
        style={{ height: view.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {view.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return (
            line && (
              <TreeLine
                key={line.node.id}
                line={line}
                top={item.start}
                focused={item.index === active}
                selected={line.node.id === props.selected}
                waitingWord={t('web:state.loading')}
                onToggle={() => props.onToggle(line.node.id)}
                onSelect={() => {
                  setFocused(line.node.id);
                  props.onSelect(line.node);
                }}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

const lineId = ({ node }: Line) => `tree-${node.id}`;

interface Walk {
  readonly line: Line;
  readonly active: number;
  readonly lines: readonly Line[];
  readonly go: (index: number) => void;
  readonly props: TreeProps;
}

/** Whether the key meant something here. Right opens or enters, left closes or leaves, also in right-to-left. */
function walkKeys(key: string, { line, active, lines, go, props }: Walk): boolean {
  const rtl = document.documentElement.dir === 'rtl';
  const inward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const outward = rtl ? 'ArrowRight' : 'ArrowLeft';
  const acts: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(active + 1),
    ArrowUp: () => go(active - 1),
    Home: () => go(0),
    End: () => go(lines.length - 1),
    [inward]: () => (line.open ? go(active + 1) : line.node.children > 0 && props.onToggle(line.node.id)),
    [outward]: () => (line.open ? props.onToggle(line.node.id) : line.parent >= 0 && go(line.parent)),
    Enter: () => props.onSelect(line.node),
    ' ': () => props.onSelect(line.node),
  };
  acts[key]?.();
  return key in acts;
}

interface TreeLineProps {
  readonly line: Line;
  readonly top: number;
  readonly focused: boolean;
  readonly selected: boolean;
  readonly waitingWord: string;
  readonly onToggle: () => void;
  readonly onSelect: () => void;
}

function TreeLine({ line, top, focused, selected, waitingWord, onToggle, onSelect }: TreeLineProps) {
  const { node, depth, open } = line;
  const branch = node.children > 0;
  return (
    <div
      role="treeitem"
      id={lineId(line)}
      aria-level={depth + 1}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-selected={selected}
      {...(branch ? { 'aria-expanded': open } : {})}
      className={styles.line}
      data-focused={focused}
      style={{ transform: `translateY(${top}px)`, paddingInlineStart: 6 + depth * 18 }}
      onClick={onSelect}
    >
      <span
        className={styles.twist}
        data-open={open}
        aria-hidden
        onClick={(event) => {
          if (!branch) return;
          event.stopPropagation();
          onToggle();
        }}
      >
        {branch && <IconChevronRight size={16} className={open ? styles.down : 'flip-in-rtl'} />}
      </span>
      <span className={styles.label} dir="auto">
        {line.waiting ? waitingWord : node.label}
      </span>
      {node.note && <span className={styles.note}>{node.note}</span>}
    </div>
  );
}
