/** What is wrong in a crosswalk by itself, link by link: codes that are not there, shares and kinds that contradict. Pure. */
import type { CrosswalkLink } from '../plan.ts';
import { comesWhole, EPSILON, goesWhole, readLink, type Link } from './links.ts';

export type LinkFault =
  'unknown-code' | 'link-twice' | 'share-needless' | 'share-of-all' | 'whole-and-more' | 'shares-exceed' | 'circle';

export interface LinkFinding {
  /** Place of the link, from 0. */
  readonly link: number;
  readonly fault: LinkFault;
  readonly code: string;
  readonly list: string;
}

export interface LinkSides {
  readonly from: string;
  readonly to: string;
  /** Codes there are; undefined: not known here. */
  readonly fromCodes: ReadonlySet<string> | undefined;
  readonly toCodes: ReadonlySet<string> | undefined;
}

/** In the order of the links; a link with a fault of its own takes no part in what is added up. */
export function checkLinks(links: readonly CrosswalkLink[], sides: LinkSides): readonly LinkFinding[] {
  const findings: LinkFinding[] = [];
  const seen = new Set<string>();
  const sound: Placed[] = [];
  links.forEach((link, place) => {
    const pair = `${link.from}\n${link.to}`;
    const own = seen.size === seen.add(pair).size ? twice(link, sides) : faultOf(link, sides);
    if (own) findings.push({ link: place, ...own });
    else sound.push({ place, link: readLink(link) });
  });
  const forth = sound.map(({ place, link }) => ({
    place,
    key: link.from,
    whole: goesWhole(link.kind),
    part: link.share,
  }));
  const back = sound.map(({ place, link }) => ({ place, key: link.to, whole: comesWhole(link.kind), part: link.back }));
  findings.push(...addUp(forth, sides.from), ...addUp(back, sides.to));
  return findings.sort((a, b) => a.link - b.link);
}

interface Placed {
  readonly place: number;
  readonly link: Link;
}

const twice = ({ from }: CrosswalkLink, { from: list }: LinkSides) =>
  ({ fault: 'link-twice', code: from, list }) as const;

function faultOf(link: CrosswalkLink, sides: LinkSides): Omit<LinkFinding, 'link'> | undefined {
  const { from, to, kind, share } = link;
  if (sides.fromCodes?.has(from) === false) return { fault: 'unknown-code', code: from, list: sides.from };
  if (sides.toCodes?.has(to) === false) return { fault: 'unknown-code', code: to, list: sides.to };
  if (share !== undefined && kind === 'same') return { fault: 'share-needless', code: from, list: sides.from };
  // A part that is everything is no part, and a whole that is made of one is that one.
  if (share !== undefined && (share <= 0 || share >= 1 - EPSILON))
    return { fault: 'share-of-all', code: from, list: sides.from };
  return undefined;
}

interface Side {
  readonly place: number;
  readonly key: string;
  readonly whole: boolean;
  readonly part: number | null;
}

/** All of a code is in one code only, and its parts are together no more than it. */
function addUp(sides: readonly Side[], list: string): LinkFinding[] {
  return [...Map.groupBy(sides, (side) => side.key)].flatMap(([code, own]) => {
    if (own.length < 2) return [];
    const at = (fault: LinkFault) => ({ link: Math.max(...own.map((one) => one.place)), fault, code, list });
    if (own.some((one) => one.whole)) return [at('whole-and-more')];
    return own.reduce((sum, one) => sum + (one.part ?? 0), 0) > 1 + EPSILON ? [at('shares-exceed')] : [];
  });
}

export interface PlacedLink {
  /** `LIST/code`, with the day where one is stated: links of several crosswalks hang together by it. */
  readonly from: string;
  readonly to: string;
  readonly kind: CrosswalkLink['kind'];
}

/** Links by which a code would lie within itself: broader, merge and their inverses, through what is the same. @returns places */
export function circularLinks(links: readonly PlacedLink[]): readonly number[] {
  const same = sameCodes(links);
  const within = new Map<string, { to: string; place: number }[]>();
  links.forEach(({ from, to, kind }, place) => {
    if (kind === 'same' || kind === 'part') return;
    const [inner, outer] = goesWhole(kind) ? [same(from), same(to)] : [same(to), same(from)];
    within.set(inner, [...(within.get(inner) ?? []), { to: outer, place }]);
  });
  const done = new Map<string, 'open' | 'closed'>();
  const found = new Set<number>();
  const visit = (code: string) => {
    done.set(code, 'open');
    for (const { to, place } of within.get(code) ?? []) {
      if (done.get(to) === 'open') found.add(place);
      else if (!done.has(to)) visit(to);
    }
    done.set(code, 'closed');
  };
  for (const code of within.keys()) if (!done.has(code)) visit(code);
  return [...found].sort((a, b) => a - b);
}

/** One name for all codes that are the same, by way of others too. */
function sameCodes(links: readonly PlacedLink[]): (code: string) => string {
  const above = new Map<string, string>();
  const top = (code: string): string => {
    let here = code;
    for (let next = above.get(here); next !== undefined; next = above.get(here)) here = next;
    return here;
  };
  for (const { from, to, kind } of links) {
    const [a, b] = [top(from), top(to)];
    if (kind === 'same' && a !== b) above.set(a, b);
  }
  return top;
}
