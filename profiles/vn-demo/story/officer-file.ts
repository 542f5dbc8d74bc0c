/** The officer's quarterly list: 620 lines as she has them, every slip planted and counted. */
import type { Commune, FileFigures } from './figures.ts';
import {
  plainMember,
  withOldNumber,
  withOtherName,
  withSwappedBirth,
  type Member,
  type MemberMaker,
} from './members.ts';

export interface OfficerList {
  readonly lines: readonly Member[];
  /** The same people again, mended as far as she could. */
  readonly mended: readonly Member[];
  /** People of the list whom the population register holds, as it holds them. */
  readonly atSource: readonly Member[];
}

// The tour points at this row of the sheet: its identifier has eleven digits.
export const POINTED_ROW = 42;
/** Rows of the sheet above the first line: a title over all columns, an empty row, two header rows. */
export const ROWS_ABOVE = 4;

const edit = (member: Member, listed: Partial<Member['listed']>): Member => ({
  ...member,
  listed: { ...member.listed, ...listed },
});

export function officerList(maker: MemberMaker, commune: Commune): OfficerList {
  const file = commune.file as FileFigures;
  const all = Array.from({ length: commune.expected }, (_, i) => plainMember(maker, commune, i + 1));
  const take = (count: number) => all.splice(0, count);
  const wrongIds = take(file.wrongIds);
  const wrongDates = take(file.impossibleDates);
  const noNames = take(file.missingNames);
  const unknown = take(file.unknownAtSource).map((member) => ({ ...member, atSource: false }));
  const oldNumbers = take(file.withoutId).map((member) => withOldNumber(maker.luck, member));
  const names = take(file.differingNames).map(withOtherName);
  const births = take(file.differingBirthDates).map(withSwappedBirth);
  const former = Object.entries(file.formerCodes).flatMap(([code, count]) =>
    take(count).map((member) => edit(member, { residence: code })),
  );
  const doubles = all.slice(0, file.doubles);
  const slipped = [
    ...wrongDates.map((member) =>
      edit(member, { birth: `${member.person.birth.slice(0, 4)}-02-${String(30 + (Number(member.card) % 2))}` }),
    ),
    ...noNames.map((member) => edit(member, { name: '' })),
    ...unknown,
  ];
  const pointed = edit(wrongIds[0] as Member, { id: (wrongIds[0] as Member).person.id.slice(0, 11) });
  const otherIds = wrongIds.slice(1).map((member, i) => edit(member, { id: wrongId(member.person.id, i) }));
  const shuffled = maker.luck.shuffle([...slipped, ...otherIds, ...oldNumbers, ...names, ...births, ...former, ...all]);
  const at = POINTED_ROW - ROWS_ABOVE - 1;
  const lines = [...shuffled.slice(0, at), pointed, ...shuffled.slice(at), ...doubles];
  return {
    lines,
    mended: [...wrongIds, ...wrongDates, ...noNames, ...unknown],
    atSource: [...wrongIds, ...wrongDates, ...noNames, ...names, ...births, ...former, ...all],
  };
}

/** Slips an officer makes: a digit too few, a digit too many, a letter for a digit. */
function wrongId(id: string, i: number): string {
  if (i % 3 === 0) return id.slice(0, 11);
  if (i % 3 === 1) return `${id}0`;
  return `${id.slice(0, 8)}O${id.slice(9)}`;
}
