import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, newFrontier, type HashAt } from '../../platform/ledger/merkle.ts';
import type { ConsumerState, PagesAnswer, Ports, StreamHead } from './model.ts';
import {
  appendPages,
  checkBody,
  closedFence,
  leafOf,
  linesOf,
  MOST_BYTES,
  newStream,
  newSubscription,
  printLine,
  printPage,
  readLine,
  readPages,
  rootOf,
  stepConsumer,
  stepFence,
  stepProvider,
  verifyPages,
  type Line,
  type Page,
  type PageContent,
} from './index.ts';

const content: PageContent = {
  kind: 'change',
  at: { epoch: 1, position: 7 },
  register: 'members',
  columns: ['card_no', 'full_name'],
  release: 3,
  plan: 'p',
};
let salts = 0;
const salt = () => Buffer.alloc(16, (salts += 1));
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const line = (n: number, text = 'x') =>
  Buffer.from(printLine({ sign: '+', record: uuid(n), version: 1, body: 'A', values: [String(n), text] }));

/** A provider's log in memory, with checkpoints that are signed by naming them. */
function provider(sizes: readonly number[], text = 'x') {
  let head: StreamHead = newStream('node-a/stream/A-1/1');
  const pages: Page[] = [];
  for (const [i, lines] of sizes.entries()) {
    const kind = i === 0 ? 'snapshot' : 'change';
    const rows = Array.from({ length: lines }, (_, n) => line(n, text));
    const made = appendPages(head, { ...content, kind }, { lines: rows, salt });
    head = made.head;
    pages.push(...made.pages);
  }
  const hashes: Record<string, Buffer> = {};
  const tree = newFrontier({ made: (height, index, hash) => (hashes[`${String(height)}/${String(index)}`] = hash) });
  for (const page of pages) tree.push(leafOf(page));
  const at: HashAt = (height, index) => hashes[`${String(height)}/${String(index)}`] as Buffer;
  const note = (size: number, root: Buffer) => `${String(size)} ${root.toString('hex')} ${String(head.epoch)}`;
  return {
    head,
    pages,
    answer: (from: number, to: number): PagesAnswer => ({
      type: 'pages',
      epoch: head.epoch,
      from,
      pages: pages.slice(from, to),
      note: note(head.size, rootOf(head)),
      proof: consistencyProof(to, head.size, at),
    }),
  };
}
const ports: Ports = {
  open: (_, note) => {
    const [size, root, epoch] = note.split(' ');
    if (root?.length !== 64) return undefined;
    return { size: Number(size), root: Buffer.from(root, 'hex'), epoch: Number(epoch), note };
  },
};
const at = (epoch: number, size: number): ConsumerState => ({
  ...newSubscription('node-a/stream/A-1/1'),
  cursor: { epoch, size },
});

describe('pages', () => {
  it('are at most 512 lines and 64 KiB, say which is the last, and lose no line', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 900 }), (widths) => {
        const lines = widths.map((width, n) => line(n, 'w'.repeat(width)));
        const { pages, head } = appendPages(newStream('s'), content, { lines, salt });
        expect(pages.flatMap((page) => linesOf(page.body)).map(String)).toEqual(lines.map(String));
        expect(pages.every(({ header }) => header.lines <= 512 && header.bytes <= MOST_BYTES)).toBe(true);
        expect(pages.map(({ header }) => header.last)).toEqual(pages.map((_, i) => i === pages.length - 1));
        expect(pages.map(({ header }) => [header.idx, header.part])).toEqual(pages.map((_, i) => [i, i]));
        expect(head.size).toBe(pages.length);
        for (const page of pages) checkBody(page);
      }),
      { numRuns: 40 },
    );
  });

  it('are read from their bytes as they were', () => {
    const { pages } = provider([3, 700]);
    expect(readPages(Buffer.concat(pages.map(printPage)))).toEqual(pages);
  });

  it('a line longer than a page travels alone; a snapshot of nothing is one empty page', () => {
    const { pages } = appendPages(newStream('s'), content, { lines: [line(1), line(2, 'w'.repeat(70_000))], salt });
    expect(pages.map(({ header }) => header.lines)).toEqual([1, 1]);
    expect(appendPages(newStream('s'), { ...content, kind: 'snapshot' }, { lines: [], salt }).pages).toHaveLength(1);
    expect(appendPages(newStream('s'), content, { lines: [], salt }).pages).toHaveLength(0);
  });

  it('every line reads back, whatever stands in it', () => {
    const text = fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }), fc.constantFrom('\\N', '\\', 'a\tb\r\nc'));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 2 ** 40 }),
        (values, version) => {
          const upsert: Line = { sign: '+', record: uuid(1), version, body: 'Á', values };
          const printed = printLine(upsert);
          expect(printed).not.toMatch(/[\n\r]/);
          expect(readLine(printed, values.length)).toEqual(upsert);
        },
      ),
    );
    expect(readLine(printLine({ sign: '-', record: uuid(2), version: 4 }), 3)).toEqual({
      sign: '-',
      record: uuid(2),
      version: 4,
    });
    for (const bad of [
      '',
      '+',
      `+\t${uuid(1)}\t0\tA\tx`,
      `*\t${uuid(1)}\t1`,
      `+\t${uuid(1)}\t1\t\\N\tx`,
      `+\t${uuid(1)}\t1\tA\t\\q`,
    ])
      expect(() => readLine(bad, 1)).toThrow();
  });
});

describe('a consumer', () => {
  it('takes pages that go on from where it stands, in any portions, and ends where the provider does', () => {
    const { answer, head } = provider([600, 3, 1200, 1, 9]);
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (portions) => {
        let state = at(1, 0);
        for (const portion of portions) {
          const from = state.cursor?.size ?? 0;
          if (from === head.size) break;
          const { effects } = stepConsumer(
            state,
            { type: 'answered', answer: answer(from, Math.min(head.size, from + portion)) },
            ports,
          );
          const [apply] = effects;
          if (apply?.type !== 'apply') throw new Error(JSON.stringify(effects));
          state = stepConsumer(state, { type: 'applied', next: apply.next }, ports).state;
        }
        expect(state.complete.map(String)).toEqual(head.complete.map(String));
      }),
      { numRuns: 20 },
    );
  });

  it('takes no page of which any byte was changed, and none out of its place (10,000 mutations)', () => {
    const { answer, pages } = provider([20, 3, 40]);
    const good = answer(0, pages.length);
    expect(verifyPages(at(1, 0), good, ports).ok).toBe(true);
    const wire = Buffer.concat(pages.map(printPage));
    let tried = 0;
    for (let i = 0; tried < 10_000; i += 1, tried += 1) {
      const bytes = Buffer.from(wire);
      const place = i % bytes.length;
      bytes[place] = (bytes[place] as number) ^ (1 << (Math.floor(i / bytes.length) % 8));
      expect(accepted(bytes, good), `bit of byte ${String(place)}`).toBe(false);
    }
    // What changes nothing is taken: the check can pass.
    expect(accepted(Buffer.from(wire), good)).toBe(true);
    for (const other of [
      { ...good, from: 1 },
      { ...good, epoch: 2 },
      { ...good, note: '1 ab 1' },
      { ...good, pages: pages.slice(1) },
    ])
      expect(verifyPages(at(1, 0), other, ports).ok).toBe(false);
  });

  it('keeps both signed notes when the provider shows another log of the same size', () => {
    const one = provider([2, 3]);
    const other = provider([2, 3], 'y');
    const first = stepConsumer(at(1, 0), { type: 'answered', answer: one.answer(0, 1) }, ports);
    const [apply] = first.effects;
    if (apply?.type !== 'apply') throw new Error('not taken');
    const { effects, state } = stepConsumer(apply.next, { type: 'answered', answer: other.answer(1, 2) }, ports);
    expect(effects.at(-1)).toMatchObject({ type: 'report', fault: 'forked' });
    expect(state.phase).toMatchObject({ name: 'forked', evidence: [one.answer(0, 1).note, other.answer(0, 1).note] });
    expect(stepConsumer(state, { type: 'due' }, ports).effects).toEqual([]);
  });

  it('an answer that comes late or twice changes nothing', () => {
    const { answer } = provider([2, 3]);
    const late = stepConsumer(at(1, 1), { type: 'answered', answer: answer(0, 1) }, ports);
    expect(late.effects).toEqual([]);
    expect(stepConsumer(at(2, 0), { type: 'answered', answer: { type: 'reset', epoch: 1 } }, ports).effects).toEqual(
      [],
    );
  });

  it('waits for a release, and goes on when it has it or a later one', () => {
    const { answer } = provider([2, 3]);
    const parked = stepConsumer(at(1, 0), { type: 'release-unknown', release: 3 }, ports).state;
    const again = (state: ConsumerState) =>
      stepConsumer(state, { type: 'answered', answer: answer(0, 1) }, ports).effects;
    expect(again(parked)).toEqual([]);
    expect(stepConsumer(parked, { type: 'release-adopted', release: 2 }, ports).state.phase.name).toBe('parked');
    expect(again(stepConsumer(parked, { type: 'release-adopted', release: 4 }, ports).state)).toMatchObject([
      { type: 'apply' },
    ]);
    // A provider that was restored has gone back to a release that is known here.
    expect(again(stepConsumer(at(1, 0), { type: 'release-unknown', release: 9 }, ports).state)).toMatchObject([
      { type: 'apply' },
    ]);
  });

  it('forgets when the grant is over, says so until it is heard, and begins anew when it is granted again', () => {
    const purging = stepConsumer(at(1, 1), { type: 'answered', answer: { type: 'purge' } }, ports);
    expect(purging.effects.map(({ type }) => type)).toEqual(['keep', 'purge']);
    expect(stepConsumer(purging.state, { type: 'due' }, ports).effects).toEqual([{ type: 'purge' }]);
    const ended = stepConsumer(purging.state, { type: 'purged' }, ports);
    expect(ended.state).toMatchObject({ cursor: null, phase: { name: 'ended' } });
    expect(stepConsumer(ended.state, { type: 'due' }, ports).effects).toEqual([{ type: 'acknowledge-purge' }]);
    expect(stepConsumer(ended.state, { type: 'granted' }, ports).state).toEqual(newSubscription('node-a/stream/A-1/1'));
  });
});

describe('a provider', () => {
  const seat = { consumer: 'B', grant: 'active', acknowledged: null, purged: false } as const;
  const { head } = provider([2, 3]);
  const asked = (cursor: { epoch: number; size: number } | null, over: Partial<{ grant: 'over'; kept: number }> = {}) =>
    stepProvider(
      { head: { ...head, kept: over.kept ?? 0 }, seat: { ...seat, grant: over.grant ?? 'active' } },
      { type: 'asked', cursor, shown: null },
    ).effects.map(({ type }) => type);

  it('answers by where the consumer stands', () => {
    expect(asked({ epoch: 1, size: 1 })).toEqual(['send']);
    expect(asked(null)).toEqual(['send-reset']);
    expect(asked({ epoch: 1, size: 3 })).toEqual(['send-behind']);
    expect(asked({ epoch: 2, size: 0 })).toEqual(['send-behind']);
    expect(asked({ epoch: 1, size: 0 }, { kept: 1 })).toEqual(['take-snapshot', 'send-wait']);
    expect(asked({ epoch: 1, size: 1 }, { grant: 'over' })).toEqual(['send-purge']);
  });

  it('that is shown its own signature under what it does not have, stops, and begins an epoch above', () => {
    const shown = (cursor: { epoch: number; size: number }, agrees: boolean) =>
      stepProvider({ head, seat }, { type: 'asked', cursor, shown: { ...cursor, agrees } });
    for (const step of [
      shown({ epoch: 1, size: 3 }, false),
      shown({ epoch: 4, size: 0 }, false),
      shown({ epoch: 1, size: 1 }, false),
    ]) {
      expect(step.effects.map(({ type }) => type)).toEqual(['fence', 'take-snapshot', 'send-wait']);
      expect(step.state.head).toMatchObject({ size: 0, opening: true });
    }
    expect(shown({ epoch: 4, size: 0 }, false).state.head.epoch).toBe(5);
    expect(shown({ epoch: 1, size: 1 }, true).effects.map(({ type }) => type)).toEqual(['send']);
  });

  it('keeps an acknowledgement that is newer and possible, and no other', () => {
    const state = { head, seat: { ...seat, acknowledged: { epoch: 1, size: 1 } } };
    const kept = (size: number, epoch = 1) =>
      stepProvider(state, { type: 'acknowledged', cursor: { epoch, size } }).effects.length;
    expect([kept(2), kept(1), kept(3), kept(0, 2)]).toEqual([1, 0, 0, 0]);
  });
});

describe('the boot fence', () => {
  it('opens when nobody has seen more, and stays shut when somebody has', () => {
    const closed = closedFence({ epoch: 1, size: 5 });
    const hear = (size: number, epoch = 1) =>
      stepFence(stepFence(closed, { type: 'witnessed', by: 'W', at: { epoch, size }, agrees: size <= 5 }).state, {
        type: 'asked-everybody',
      });
    expect(hear(5).state.mode).toBe('open');
    expect(hear(8)).toMatchObject({
      state: { mode: 'fenced' },
      effects: [
        { type: 'read-only', missing: { epoch: 1, from: 5, to: 8 } },
        { type: 'fetch-back', from: 'W' },
      ],
    });
    expect(stepFence(hear(8).state, { type: 'recovered', own: { epoch: 1, size: 8 } }).state.mode).toBe('open');
    expect(stepFence(hear(8).state, { type: 'loss-declared' }).effects).toEqual([
      { type: 'open-epoch', epoch: 2, lost: { epoch: 1, from: 5, to: 8 } },
      { type: 'open' },
    ]);
    // A log that is long enough and went another way is not the one that was seen.
    const other = stepFence(closed, { type: 'witnessed', by: 'W', at: { epoch: 1, size: 4 }, agrees: false }).state;
    expect(stepFence(other, { type: 'asked-everybody' }).effects[0]).toEqual({
      type: 'read-only',
      missing: { epoch: 1, from: 4, to: 4 },
    });
    // What was seen of an epoch whose loss was declared is settled.
    const later = stepFence(closedFence({ epoch: 2, size: 1 }), {
      type: 'witnessed',
      by: 'W',
      at: { epoch: 1, size: 9 },
      agrees: false,
    });
    expect(stepFence(later.state, { type: 'asked-everybody' }).state.mode).toBe('open');
    // Heard while running: it stops as well.
    expect(
      stepFence(hear(5).state, { type: 'witnessed', by: 'W', at: { epoch: 1, size: 9 }, agrees: false }).state.mode,
    ).toBe('fenced');
  });
});

function accepted(bytes: Buffer, good: PagesAnswer): boolean {
  try {
    return verifyPages(at(1, 0), { ...good, pages: readPages(bytes) }, ports).ok;
  } catch {
    return false;
  }
}
