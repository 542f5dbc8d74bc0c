import { describe, expect, it } from 'vitest';
import { judge } from './federation/judge.ts';
import { play } from './federation/play.ts';
import { runSeed } from './federation/run.ts';
import { newWorld, type World } from './federation/world.ts';

function rested(seed: number): World {
  const world = newWorld(seed, null);
  play(world, 200);
  return world;
}

describe('the simulation', () => {
  it('plays a seed the same way every time', () => {
    const [one, again] = [runSeed(11), runSeed(11)];
    expect([...one.counts]).toEqual([...again.counts]);
    expect(one.faults).toEqual([]);
  });

  it('does something: packets are lost, nodes fall over and come back from backups, grants end', () => {
    const counts = new Map<string, number>();
    for (let seed = 1; seed <= 12; seed += 1) {
      for (const [what, n] of runSeed(seed).counts) counts.set(what, (counts.get(what) ?? 0) + n);
    }
    for (const what of [
      'edits',
      'dropped',
      'doubled',
      'crashes',
      'restored',
      'fenced',
      'purged',
      'forged',
      'parked',
      'answers',
    ])
      expect(counts.get(what) ?? 0, what).toBeGreaterThan(0);
  });
});

describe('its judge', () => {
  const homeOf = (world: World) =>
    world.peers.find(({ store }) => [...store.rows.values()].some((row) => row.shared)) as World['peers'][number];

  it('finds nothing where nothing is wrong', () => {
    expect(judge(rested(3))).toEqual([]);
  });

  it('finds a row that a consumer does not have', () => {
    const world = rested(3);
    const [centre] = world.peers;
    const [foreign] = [...(centre?.store.rows ?? [])].filter(([, row]) => row.home !== 0).map(([record]) => record);
    expect(foreign).toBeDefined();
    centre?.store.rows.delete(foreign ?? '');
    expect(judge(world).join()).toContain('diverged');
  });

  it('finds an acknowledged edit that is gone, a message that took effect twice, a node that stays shut', () => {
    const lost = rested(3);
    const home = homeOf(lost);
    const [mine] = [...lost.edits.values()].filter((edit) => edit.home === home.n && !edit.lost);
    home.store.rows.delete(mine?.record ?? '');
    home.store.ended.delete(mine?.record ?? '');
    expect(judge(lost).join()).toContain('lost');

    const doubled = rested(5);
    const [peer] = doubled.peers;
    peer?.store.inbox.set('1/x', 2);
    expect(judge(doubled).join()).toContain('doubled');

    const shut = rested(3);
    const [first] = shut.peers;
    if (first) first.fence = { ...first.fence, mode: 'fenced' };
    expect(judge(shut).join()).toContain('stalled');
  });
});
