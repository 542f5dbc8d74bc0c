/** Where nodes and the streams between them stand in the picture: the tree of nodes in rows, one arrow a pair and direction. Pure. */
import type { Flow, FlowPage } from '../../src/exchange/nodes/nodes-contract.ts';

import { placeLabels, widthOf } from './flow-labels.ts';

type Node = FlowPage['nodes'][number];
type State = Flow['state'];

/** In pixels of the picture; the words of a box have room for two lines. */
export const BOX = { width: 158, height: 56, across: 44, down: 104, edge: 14 } as const;
/** More nodes than these are a table's matter. */
export const MOST_NODES = 24;
const MOVED_LATELY_MS = 60_000;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly node: Node;
}

export interface Arrow {
  readonly key: string;
  readonly flows: readonly Flow[];
  /** The worst of its streams. */
  readonly state: State;
  /** Whether a page went along it in the last minute. */
  readonly moves: boolean;
  /** SVG path, and the three corners of its head. */
  readonly path: string;
  readonly head: string;
  /** From 1, as the table has it. */
  readonly number: number;
  /** What goes along it. */
  readonly words: string;
  /** Where its words stand; without room for them, its number alone. */
  readonly middle: Point;
  readonly short: boolean;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** Nodes that have no room in it. */
  readonly left: number;
}

/** One arrow for all streams from one node to another. */
export const pairOf = ({ from, to }: Pick<Flow, 'from' | 'to'>): string => `${from} ${to ?? ''}`;

const worst: readonly State[] = ['failed', 'waiting', 'behind', 'flowing', 'ended', 'purged'];

/** @param said the words of a stream, in the reader's language */
export function drawFlows(
  { nodes, flows, now }: Pick<FlowPage, 'nodes' | 'flows' | 'now'>,
  said: (flow: Flow) => string = ({ agreement }) => agreement,
): Picture {
  const shown = shownNodes(nodes, flows);
  const boxes = placed(shown);
  const byName = new Map(boxes.map((box) => [box.node.name, box]));
  const drawn = [...Map.groupBy(flows, pairOf)].flatMap(([key, between]) => {
    const [first] = between;
    const from = byName.get(first?.from ?? '');
    const to = byName.get(first?.to ?? '');
    return first && from && to && from !== to
      ? [{ key, flows: between, words: said(first), curve: curveOf(from, to, boxes) }]
      : [];
  });
  const labels = placeLabels(
    drawn.map(({ words, curve }) => ({ words, at: (t) => pointOn(curve, t) })),
    boxes,
    BOX,
  );
  // A wide bow or its words may leave the tree on its left: everything moves as far to the right.
  const reach = [
    ...drawn.flatMap(({ curve }) => samples(curve)),
    ...labels.flatMap(({ middle, short }, n) => {
      const half = short ? 0 : widthOf(drawn[n]?.words ?? '') / 2;
      return [moved(middle, -half), moved(middle, half)];
    }),
  ];
  const shift = Math.max(0, BOX.edge - Math.min(BOX.edge, ...reach.map(({ x }) => x)));
  const right = Math.max(0, ...boxes.map(({ x }) => x + BOX.width), ...reach.map(({ x }) => x)) + BOX.edge + shift;
  const bottom = Math.max(0, ...boxes.map(({ y }) => y)) + BOX.height + BOX.edge;
  return {
    width: Math.ceil(right),
    height: bottom,
    boxes: boxes.map((box) => ({ ...box, x: box.x + shift })),
    arrows: drawn.map(({ curve, ...arrow }, n) => ({
      ...arrow,
      ...arrowOf(arrow.flows, curve.map((point) => moved(point, shift)) as unknown as Curve, now),
      number: n + 1,
      middle: moved(labels[n]?.middle ?? pointOn(curve, 0.5), shift),
      short: labels[n]?.short ?? true,
    })),
    left: nodes.length - shown.length,
  };
}

/** All of them while there is room; else those with streams, as many as there is room for. */
function shownNodes(nodes: readonly Node[], flows: readonly Flow[]): readonly Node[] {
  if (nodes.length <= MOST_NODES) return nodes;
  const busy = new Set(flows.flatMap(({ from, to }) => [from, to]));
  return nodes.filter(({ name }) => busy.has(name)).slice(0, MOST_NODES);
}

/** Who stands above whom in rows; every node without others below gets a column, those above stand over the middle of theirs. */
function placed(nodes: readonly Node[]): Box[] {
  const names = new Set(nodes.map(({ name }) => name));
  const below = Map.groupBy(nodes, ({ parent }) => (parent !== null && names.has(parent) ? parent : ''));
  const boxes: Box[] = [];
  let column = 0;
  const place = (node: Node, row: number): number => {
    const under = (below.get(node.name) ?? []).map((child) => place(child, row + 1));
    const at = under.length > 0 ? ((under[0] ?? 0) + (under.at(-1) ?? 0)) / 2 : column++;
    const x = BOX.edge + at * (BOX.width + BOX.across);
    boxes.push({ node, x, y: BOX.edge + row * (BOX.height + BOX.down) });
    return at;
  };
  for (const root of below.get('') ?? []) place(root, 0);
  return boxes;
}

/** A quadratic Bézier curve: from, the point that bends it, to. */
type Curve = readonly [Point, Point, Point];

const BENDS = [1, 1.8, 2.8, 4, 5.5];

/** To the right of its way, so that the arrow back has the other side to itself; as flat as the boxes between allow. */
function curveOf(from: Box, to: Box, boxes: readonly Box[]): Curve {
  const start = centre(from);
  const end = centre(to);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const side = { x: -(end.y - start.y) / length, y: (end.x - start.x) / length };
  const base = Math.min(110, 32 + length / 8);
  const others = boxes.filter((box) => box !== from && box !== to);
  const curves = BENDS.map((bend): Curve => {
    const by = base * bend;
    const aside = { x: (start.x + end.x) / 2 + side.x * by, y: (start.y + end.y) / 2 + side.y * by };
    return [border(from, aside), aside, border(to, aside)];
  });
  const isFree = (curve: Curve) => samples(curve).every((point) => !others.some((box) => isNear(box, point)));
  return curves.find(isFree) ?? (curves[0] as Curve);
}

const samples = (curve: Curve): Point[] => Array.from({ length: 19 }, (_, n) => pointOn(curve, (n + 1) / 20));

function pointOn([a, b, c]: Curve, t: number): Point {
  const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return { x: u * a.x + v * b.x + w * c.x, y: u * a.y + v * b.y + w * c.y };
}

const NEAR = 8;
const isNear = (box: Box, { x, y }: Point): boolean =>
  x > box.x - NEAR && x < box.x + BOX.width + NEAR && y > box.y - NEAR && y < box.y + BOX.height + NEAR;

const moved = ({ x, y }: Point, by: number): Point => ({ x: x + by, y });

function arrowOf(
  flows: readonly Flow[],
  [a, aside, b]: Curve,
  now: string,
): Pick<Arrow, 'state' | 'moves' | 'path' | 'head'> {
  const state = worst.find((one) => flows.some((flow) => flow.state === one)) ?? 'waiting';
  const moves = flows.some(({ at }) => at !== null && Date.parse(now) - Date.parse(at) < MOVED_LATELY_MS);
  const path = `M ${written(a)} Q ${written(aside)} ${written(b)}`;
  return { state, moves, path, head: headOf(aside, b) };
}

const centre = ({ x, y }: Point): Point => ({ x: x + BOX.width / 2, y: y + BOX.height / 2 });
const written = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Where the line from the middle of a box to a point outside leaves the box. */
function border(box: Box, towards: Point): Point {
  const { x, y } = centre(box);
  const dx = towards.x - x;
  const dy = towards.y - y;
  const scale = Math.min(BOX.width / 2 / Math.abs(dx || 1e-9), BOX.height / 2 / Math.abs(dy || 1e-9), 1);
  return { x: x + dx * scale, y: y + dy * scale };
}

function headOf(from: Point, tip: Point): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const along = { x: (tip.x - from.x) / length, y: (tip.y - from.y) / length };
  const back = { x: tip.x - along.x * 10, y: tip.y - along.y * 10 };
  const wing = (turn: 1 | -1): Point => ({ x: back.x - along.y * 5 * turn, y: back.y + along.x * 5 * turn });
  return [tip, wing(1), wing(-1)].map(written).join(' ');
}
