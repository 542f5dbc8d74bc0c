import { describe, expect, it } from 'vitest';
import type { Flow, FlowPage } from '../../src/exchange/nodes/nodes-contract.ts';
import { widthOf } from './flow-labels.ts';
import { BOX, drawFlows, MOST_NODES } from './flow-layout.ts';

const NOW = '2026-11-29T08:00:00.000Z';
const node = (name: string, parent: string | null): FlowPage['nodes'][number] => ({
  name,
  parent,
  bodies: [],
  isRoot: parent === null,
  heardAt: null,
});
const flow = (from: string, to: string | null, more: Partial<Flow> = {}): Flow => ({
  way: 'feed',
  from,
  to,
  agreement: 'LT-1',
  consumer: { code: '1', names: null },
  register: null,
  state: 'flowing',
  lag: 0,
  rows: null,
  at: null,
  fault: null,
  witnessedAt: null,
  toldBy: null,
  ...more,
});
const tree = [node('root', null), node('left', 'root'), node('right', 'root'), node('leaf', 'left')];

describe('the picture of the flow', () => {
  it('puts each node below the one above it, and no two on one place', () => {
    const { boxes, width, height } = drawFlows({ nodes: tree, flows: [], now: NOW });
    const at = new Map(boxes.map(({ node: { name }, x, y }) => [name, { x, y }]));
    expect(at.get('leaf')?.y).toBeGreaterThan(at.get('left')?.y ?? Infinity);
    expect(at.get('left')?.y).toBe(at.get('right')?.y);
    expect(new Set(boxes.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(4);
    for (const { x, y } of boxes) {
      expect(x + BOX.width).toBeLessThanOrEqual(width);
      expect(y + BOX.height).toBeLessThanOrEqual(height);
    }
  });

  it('draws one arrow a pair and direction, as bad as its worst stream, and says what moves', () => {
    const flows = [
      flow('leaf', 'root', { at: '2026-11-29T07:59:30.000Z' }),
      flow('leaf', 'root', { agreement: 'LT-2', state: 'failed' }),
      flow('root', 'leaf', { at: '2026-11-29T07:00:00.000Z' }),
      flow('leaf', null),
      flow('leaf', 'nobody'),
    ];
    const { arrows } = drawFlows({ nodes: tree, flows, now: NOW });
    expect(arrows.map(({ key, state, moves, flows: { length } }) => [key, state, moves, length])).toEqual([
      ['leaf root', 'failed', true, 2],
      ['root leaf', 'flowing', false, 1],
    ]);
    // There and back do not lie on each other.
    expect(arrows[0]?.middle).not.toEqual(arrows[1]?.middle);
    for (const { path, head } of arrows) expect(`${path} ${head}`).not.toMatch(/NaN|Infinity/);
  });

  it('goes round the boxes between its ends', () => {
    const flows = [flow('leaf', 'root'), flow('root', 'leaf')];
    const line = [node('root', null), node('left', 'root'), node('leaf', 'left')];
    const { boxes, arrows, width } = drawFlows({ nodes: line, flows, now: NOW });
    const between = boxes.find(({ node: { name } }) => name === 'left');
    expect(arrows).toHaveLength(2);
    for (const { middle } of arrows) {
      const across = Math.abs(middle.x - ((between?.x ?? 0) + BOX.width / 2));
      expect(across).toBeGreaterThan(BOX.width / 2);
      expect(middle.x).toBeGreaterThan(0);
      expect(middle.x).toBeLessThan(width);
    }
  });

  it('puts words on no box and no other words; where there is no room, the number alone', () => {
    const names = ['root', 'left', 'right', 'leaf', 'other'];
    const nodes = [...tree, node('other', 'left')];
    const flows = names.flatMap((from) => names.filter((to) => to !== from).map((to) => flow(from, to)));
    const { boxes, arrows } = drawFlows({ nodes, flows, now: NOW }, () => 'List of organisations');
    expect(arrows.map(({ number }) => number)).toEqual(arrows.map((_, n) => n + 1));
    const areas = arrows
      .filter(({ short }) => !short)
      .map(({ middle, words }) => ({
        x: middle.x - widthOf(words) / 2,
        y: middle.y - 11,
        width: widthOf(words),
        height: 22,
      }));
    // Twenty arrows among five boxes: some say it, some only count.
    expect(areas.length).toBeGreaterThan(3);
    expect(areas.length).toBeLessThan(20);
    const all = [...areas, ...boxes.map(({ x, y }) => ({ x, y, width: BOX.width, height: BOX.height }))];
    const meet = (a: (typeof all)[number], b: (typeof all)[number]) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    expect(areas.filter((one) => all.some((other) => other !== one && meet(one, other)))).toEqual([]);
  });

  it('shows those that have streams when there are too many, and says how many it left out', () => {
    const many = [node('root', null), ...Array.from({ length: 40 }, (_, n) => node(`n${String(n)}`, 'root'))];
    const { boxes, arrows, left } = drawFlows({ nodes: many, flows: [flow('n7', 'root')], now: NOW });
    expect(boxes.map(({ node: { name } }) => name).toSorted()).toEqual(['n7', 'root']);
    expect(arrows).toHaveLength(1);
    expect(left).toBe(39);
    const busy = drawFlows({ nodes: many, flows: many.slice(1).map(({ name }) => flow(name, 'root')), now: NOW });
    expect(busy.boxes).toHaveLength(MOST_NODES);
  });
});
