/** Where the words of an arrow stand: on its curve, on no box and on no other words; without room, its number alone. Pure. */
import type { Box, Point } from './flow-layout.ts';

/** In pixels; letters of the label's size are about as wide as this, in the three scripts. */
const LETTER = 7.2;
const ROUND = 24;
const HEIGHT = 22;
const MOST = 168;
const GAP = 4;
/** Along the curve, the middle first. */
const PLACES = [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78];

export interface Label {
  readonly middle: Point;
  /** No room for words: the number stands alone. */
  readonly short: boolean;
}

interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** How wide words are with the number before them. */
export const widthOf = (words: string): number => Math.min(MOST, ROUND + 16 + words.length * LETTER);

const touch = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP;

const areaAt = ({ x, y }: Point, width: number): Area => ({
  x: x - width / 2,
  y: y - HEIGHT / 2,
  width,
  height: HEIGHT,
});

/**
 * @param arrows in the order in which they may choose
 * @param size of a box
 */
export function placeLabels(
  arrows: readonly { readonly words: string; readonly at: (t: number) => Point }[],
  boxes: readonly Box[],
  size: { readonly width: number; readonly height: number },
): Label[] {
  const taken: Area[] = boxes.map(({ x, y }) => ({ x, y, width: size.width, height: size.height }));
  return arrows.map(({ words, at }) => {
    const tries = [false, true].flatMap((short) => PLACES.map((place) => ({ short, middle: at(place) })));
    const areaOf = ({ short, middle }: Label) => areaAt(middle, short ? ROUND : widthOf(words));
    const free = tries.find((one) => !taken.some((area) => touch(area, areaOf(one))));
    const label = free ?? { short: true, middle: at(0.5) };
    taken.push(areaOf(label));
    return label;
  });
}
