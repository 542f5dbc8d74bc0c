/**
 * The demo's story, told for a day: rows of every register in the order they were loaded, and the files an officer has.
 * Plain data out; the program loads it by its ordinary path. `figures.ts` derives what must then be seen.
 */
import { chance } from './random.ts';
import { peopleMaker, type Person } from './people.ts';
import { readFigures, type Commune, type Figures, type PersonRead } from './figures.ts';
import { CLOSED_BRANCH, heldMembers, plainMember, type Member, type MemberMaker } from './members.ts';
import { officerList, type OfficerList } from './officer-file.ts';
import { population } from './population.ts';
import { cadres, documents, organisations, petitions, theoryOfMembers, type Row } from './other-registers.ts';

export interface StoryLoad {
  readonly register: string;
  /** Code of the body the rows belong to. */
  readonly body: string;
  /** Days before D on which it was loaded. */
  readonly daysAgo: number;
  readonly rows: readonly Row[];
  /** Keys of records that ended in the same quarter, after the load. */
  readonly ended?: readonly string[];
}

/** Read from a file and never taken over: what remains of it is past its term. */
export type StoryDraft = Omit<StoryLoad, 'ended'>;

export interface StoryReads {
  readonly register: string;
  readonly body: string;
  readonly action: string;
  readonly count: number;
}

export interface Story {
  /** Reads by other bodies in the last month. */
  readonly reads: readonly StoryReads[];
  /** Reads of one person's record in a register. */
  readonly personReads: {
    readonly register: string;
    readonly field: string;
    readonly person: string;
    readonly reads: readonly PersonRead[];
  };
  /** What that person asks of those who keep data about her. */
  readonly requests: Figures['window']['requests'];
  readonly adoptions: readonly { readonly body: string; readonly newest: boolean }[];
  readonly figures: Figures;
  readonly loads: readonly StoryLoad[];
  readonly drafts: readonly StoryDraft[];
  readonly officer: OfficerList;
  /** The list of the commune that has not reported: for its file. */
  readonly silent: readonly Member[];
}

const QUARTER_BEFORE = 78;

/** Tells the story. The same every time, whatever the day: days are relative. */
export function tellStory(): Story {
  const figures = readFigures();
  const luck = chance(figures.seed);
  const maker: MemberMaker = {
    luck,
    person: peopleMaker(
      luck,
      figures.communes.map((commune) => commune.code),
    ),
  };
  const held = figures.communes
    .filter((commune) => commune.held !== undefined)
    .map((commune) => ({ commune, members: withPerson(heldMembers(maker, commune), commune, figures.window.person) }));
  const officer = officerList(maker, figures.communes.find((commune) => commune.file) as Commune);
  const silent = silentMembers(maker, figures.communes.find((commune) => commune.atSource !== undefined) as Commune);
  const everyone = [...held.flatMap((each) => each.members), ...silent];
  const source = population(maker, figures, [
    ...everyone,
    ...officer.atSource.map((member) => ({ ...member, atSource: true })),
  ]);
  const leavers = held.flatMap(({ commune }) =>
    Array.from({ length: commune.quarters?.left ?? 0 }, (_, i) => plainMember(maker, commune, 90_000 + i)),
  );
  const members = held.flatMap((each) => each.members);
  const cadreRows = cadres(maker, figures, members);
  const theory = theoryOfMembers(cadreRows, members, figures.cadres.differingTheory);
  return {
    figures,
    officer,
    silent,
    reads: figures.reads,
    personReads: {
      register: 'dang-vien',
      field: 'person_id',
      person: figures.window.person.id,
      reads: figures.window.reads,
    },
    requests: figures.window.requests,
    adoptions: figures.adoptions,
    drafts: drafts(held),
    loads: [
      { register: 'dan-cu', body: 'TW', daysAgo: 120, rows: source.map(personRow) },
      { register: 'to-chuc-dang', body: 'TW', daysAgo: 110, rows: organisations(figures, CLOSED_BRANCH) },
      ...held.flatMap((each) => memberLoads(each.commune, each.members, { leavers, theory })),
      { register: 'can-bo', body: 'TW-BTC', daysAgo: 60, rows: cadreRows },
      { register: 'van-ban', body: 'TW-VP', daysAgo: 50, rows: documents(luck, figures) },
      { register: 'kien-nghi', body: '97', daysAgo: 40, rows: petitions(luck, figures) },
    ],
  };
}

const DRAFTS = 18;
/** The youngest is a week past the ninety days that such loads are kept. */
const YOUNGEST_DRAFT = 97;

/** Three rows each, of communes that began a load and gave it up. */
function drafts(held: readonly { readonly commune: Commune; readonly members: readonly Member[] }[]): StoryDraft[] {
  return Array.from({ length: DRAFTS }, (_, i) => {
    const { commune, members } = held[i % held.length] as (typeof held)[number];
    const rows = members.slice(0, 3).map(memberRow);
    return { register: 'dang-vien', body: commune.code, daysAgo: YOUNGEST_DRAFT + 2 * i, rows };
  });
}

/** One member with nothing planted is the person whom the tour follows. */
function withPerson(members: Member[], commune: Commune, to: Figures['window']['person']): Member[] {
  if (commune.code !== to.commune) return members;
  const isPlain = ({ person, listed, atSource, status, full, admitted, branch, verifiedDaysAgo }: Member) =>
    person.sex === 'F' &&
    atSource &&
    person.birth > '1985' &&
    status === 'CHINH_THUC' &&
    full > admitted &&
    admitted.slice(0, 4) >= '2012' &&
    verifiedDaysAgo < 300 &&
    branch !== CLOSED_BRANCH &&
    listed.id === person.id &&
    listed.name === person.name &&
    listed.birth === person.birth;
  const at = members.findIndex(isPlain);
  return members.map((member, i) => {
    if (i !== at) return member;
    const { id, name, birth } = to;
    return { ...member, person: { ...member.person, id, name, birth }, listed: { ...member.listed, id, name, birth } };
  });
}

function silentMembers(maker: MemberMaker, commune: Commune): Member[] {
  const all = Array.from({ length: commune.expected }, (_, i) => plainMember(maker, commune, i + 1));
  return all.map((member, i) =>
    i < (commune.atSource ?? 0)
      ? member
      : { ...member, atSource: false, listed: { ...member.listed, id: String(400_000_000 + i) } },
  );
}

/** A commune with two quarters behind it has two loads, so that history has something to show. */
function memberLoads(
  commune: Commune,
  members: readonly Member[],
  { leavers, theory }: { leavers: readonly Member[]; theory: ReadonlyMap<string, string> },
): StoryLoad[] {
  const base = { register: 'dang-vien', body: commune.code };
  const row = (member: Member): Row => ({
    ...memberRow(member),
    political_theory: theory.get(member.card) ?? '',
  });
  if (!commune.quarters) return [{ ...base, daysAgo: 12, rows: members.map(row) }];
  const before = members.slice(0, commune.quarters.before - commune.quarters.left);
  return [
    { ...base, daysAgo: QUARTER_BEFORE, rows: [...before, ...leavers].map(row) },
    { ...base, daysAgo: 9, rows: members.map(row), ended: leavers.map((member) => member.card) },
  ];
}

export function personRow(person: Person): Row {
  return {
    person_id: person.id,
    birth_name: person.name,
    birth_date: person.birth,
    sex: person.sex,
    ethnic_group: person.ethnic,
    place_of_origin: person.origin,
    permanent_residence: person.residence,
  };
}

/** A member as the register's columns have it (the officer's sheet has the same under its own headers). */
export function memberRow(member: Member): Row {
  return {
    card_no: member.card,
    // Drawn from the card and not from the seed: every other value stays as it was.
    member_file_no: `LL${member.card.slice(3, 5)}${member.card.slice(-5)}`,
    person_id: member.listed.id,
    birth_name: member.listed.name,
    birth_date: member.listed.birth,
    sex: member.person.sex,
    ethnic_group: member.person.ethnic,
    place_of_origin: member.person.origin,
    permanent_residence: member.listed.residence,
    branch: member.branch,
    admission_date: member.admitted,
    full_membership_date: member.full,
    member_status: member.status,
  };
}

export { writeStoryFiles } from './workbooks.ts';
