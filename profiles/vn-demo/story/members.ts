/** The members' lists of the story: who is held, and what is planted where. */
import type { Chance } from './random.ts';
import type { Commune, Planted } from './figures.ts';
import { otherTone, personId, slipOfName, swapDayAndMonth, type Person, type PersonWishes } from './people.ts';

/** A member as a list shows him. `person` is what the population register holds; `listed` what the list says. */
export interface Member {
  readonly person: Person;
  readonly listed: {
    /** 12 digits, or an old number of 9, or (in the file) a slip. */
    readonly id: string;
    readonly name: string;
    /** YYYY-MM-DD, or (in the file) a date that does not exist. */
    readonly birth: string;
    readonly residence: string;
  };
  readonly card: string;
  readonly branch: string;
  readonly admitted: string;
  readonly full: string;
  readonly status: string;
  /** Last day the data were verified, days before D. */
  readonly verifiedDaysAgo: number;
  /** Whether the population register holds the person. */
  readonly atSource: boolean;
}

export interface MemberMaker {
  readonly luck: Chance;
  readonly person: (wishes: PersonWishes) => Person;
}

const shift = (date: string, years: number) => `${String(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;
const STATUS_FULL = 'CHINH_THUC';

/** A member with nothing wrong. */
export function plainMember(maker: MemberMaker, commune: Commune, serial: number): Member {
  const { luck } = maker;
  const person = maker.person({ residence: commune.code });
  const age = luck.between(19, 34);
  const admitted = shift(person.birth, Math.min(age, 2024 - Number(person.birth.slice(0, 4))));
  const branch = `${commune.code}-${String((serial % commune.branches) + 1).padStart(2, '0')}`;
  return {
    person,
    listed: { id: person.id, name: person.name, birth: person.birth, residence: person.residence },
    card: `${commune.code}${String(serial).padStart(7, '0')}`,
    branch,
    admitted,
    full: shift(admitted, 1),
    status: STATUS_FULL,
    verifiedDaysAgo: luck.between(5, 300),
    atSource: true,
  };
}

/** Only the old number of nine digits: stored, not verified, not found at the source. */
export const withOldNumber = (luck: Chance, member: Member): Member => ({
  ...member,
  atSource: false,
  // Nine digits as the old cards have; 099 was never issued, and a trial node takes no other.
  listed: { ...member.listed, id: `099${String(luck.between(100_000, 999_999))}` },
});

/** The list's name differs from the source's by a slip. */
export const withOtherName = (member: Member): Member => ({
  ...member,
  listed: { ...member.listed, name: slipOfName(member.person.name) },
});

/** The list's birth date has day and month swapped; the source's day is made one that can be a month. */
export function withSwappedBirth(member: Member): Member {
  const [year, month, day] = member.person.birth.split('-') as [string, string, string];
  const low = String((Number(day) % 11) + 1).padStart(2, '0');
  const other = low === month ? String((Number(low) % 12) + 1).padStart(2, '0') : low;
  const person = { ...member.person, birth: `${year}-${month}-${other}` };
  return { ...member, person, listed: { ...member.listed, birth: swapDayAndMonth(person.birth) } };
}

const planters: Readonly<Record<string, (member: Member) => Member>> = {
  admittedAfterFull: (member) => ({ ...member, full: shift(member.admitted, -1) }),
  underAge: (member) => ({ ...member, admitted: shift(member.person.birth, 16), full: shift(member.person.birth, 17) }),
  closedBranch: (member) => ({ ...member, branch: CLOSED_BRANCH }),
  stale: (member) => ({ ...member, verifiedDaysAgo: 400 + (Number(member.card) % 200) }),
};

export const CLOSED_BRANCH = '99108-39';

/** The members a commune already holds, with what the story plants among them. */
export function heldMembers(maker: MemberMaker, commune: Commune): Member[] {
  const held = commune.held ?? 0;
  const pairs =
    (commune.planted?.duplicatePairs ?? 0) + (commune.planted?.twinPairs ?? 0) + (commune.planted?.greyPairs ?? 0);
  const members = Array.from({ length: held - pairs }, (_, i) => plainMember(maker, commune, i + 1));
  // The second half of a grey pair has an old number too: it is one of those that the story counts.
  const oldNumbers = members
    .slice(0, commune.withoutId ?? 0)
    .map((member) => [member, withOldNumber(maker.luck, member)] as const)
    .map(([plain, old], i) => (i < (commune.planted?.greyPairs ?? 0) ? plain : old));
  const differing = members
    .slice(oldNumbers.length, oldNumbers.length + (commune.differing ?? 0))
    .map((member, i) => (i % 3 === 2 ? withSwappedBirth(member) : withOtherName(member)));
  const rest = plant(members.slice(oldNumbers.length + differing.length), commune.planted ?? {});
  return maker.luck.shuffle([...oldNumbers, ...differing, ...rest, ...likePairs(maker, commune, rest)]);
}

function plant(members: readonly Member[], planted: Planted): Member[] {
  const out = [...members];
  let at = 0;
  for (const [kind, planter] of Object.entries(planters)) {
    const count = planted[kind as keyof Planted] ?? 0;
    for (let i = 0; i < count; i++, at++) out[at] = planter(out[at] as Member);
  }
  return out;
}

/** The same letters with another tone, the same year of birth, and only an old number: nobody can tell without looking. */
function greyHalf(first: Member, twin: Member): Member {
  const [year = '', month = '', day = ''] = first.person.birth.split('-');
  const birth = `${year}-${month === '12' ? '11' : '12'}-${day === '14' ? '15' : '14'}`;
  const name = otherTone(first.person.name);
  const listed = { ...twin.listed, id: `099${first.person.id.slice(6)}`, name, birth };
  const { admitted, full } = first;
  return {
    ...twin,
    person: { ...first.person, id: twin.person.id, name, birth },
    admitted,
    full,
    listed,
    atSource: false,
  };
}

/** Second halves of the pairs for the review queue: same person twice, twins one letter apart, one that stays unclear. */
function likePairs(maker: MemberMaker, commune: Commune, rest: readonly Member[]): Member[] {
  const planted = commune.planted ?? {};
  const firsts = rest.slice(
    -((planted.duplicatePairs ?? 0) + (planted.twinPairs ?? 0) + (planted.greyPairs ?? 0)) || rest.length,
  );
  return firsts.map((first, i) => {
    const serial = (commune.held ?? 0) + i + 1;
    const twin = plainMember(maker, commune, serial);
    const year = Number(first.person.birth.slice(0, 4));
    const id = personId({ sex: first.person.sex, year, serial: (Number(first.person.id.slice(6)) + 1) % 1_000_000 });
    const person: Person = {
      ...first.person,
      id,
      name: i < (planted.duplicatePairs ?? 0) ? first.person.name : slipOfName(first.person.name),
    };
    const { admitted, full } = first;
    const isGrey = i >= (planted.duplicatePairs ?? 0) + (planted.twinPairs ?? 0);
    if (isGrey) return greyHalf(first, twin);
    return { ...twin, person, admitted, full, listed: { ...twin.listed, id, name: person.name, birth: person.birth } };
  });
}
