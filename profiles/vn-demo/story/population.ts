/** The population simulator: what the national register would answer for the story's people, and others. */
import type { Figures } from './figures.ts';
import type { Member, MemberMaker } from './members.ts';
import type { Person } from './people.ts';

/** Everybody the simulator holds: the members found there, and as many others as fill it up. */
export function population(maker: MemberMaker, figures: Figures, members: readonly Member[]): Person[] {
  const held = members.filter((member) => member.atSource).map((member) => member.person);
  const codes = figures.communes.map((commune) => commune.code);
  const others = Array.from({ length: figures.population - held.length }, () =>
    maker.person({ residence: maker.luck.pick(codes), bornFrom: 1940, bornTo: 2018 }),
  );
  return maker.luck.shuffle([...held, ...others]);
}
