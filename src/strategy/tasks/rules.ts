/** What a profile says about tasks: their numbers, when their lead is reminded, and when the body above is told. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { posts } from '../../bodies/index.ts';
import type { Profile } from '../../platform/profile.ts';
import { broken } from '../resolve-authored.ts';

const FILE = 'strategy/rules.yaml';
const Days = Type.Integer({ minimum: 1, maximum: 250 });
const PostName = Type.Enum([...posts]);

/** `strategy/rules.yaml`; days are working days. */
const TaskRules = Type.Object({
  /** How numbers look: `{number}` is filled in. */
  code: Type.String({ pattern: '\\{number\\}' }),
  /** The lead is told so many days before the deadline, and every so many days once it has passed. Left out: nobody is. */
  reminders: Type.Optional(Type.Object({ before: Days, every: Days, post: PostName })),
  /** One body higher is told each time so many more days have passed. Left out: nobody is. */
  escalation: Type.Optional(Type.Object({ days: Days, post: PostName })),
});
export type TaskRules = Static<typeof TaskRules>;

const usual: TaskRules = { code: 'T-{number}', escalation: { days: 5, post: 'leader' } };

/** @throws problems.profileBroken */
export function taskRules(profile: Pick<Profile, 'read'>): TaskRules {
  const found = profile.read(FILE);
  if (found === undefined) return usual;
  if (!Check(TaskRules, found)) throw broken(FILE, 'code, reminders and escalation are read; see the room’s README');
  return found;
}
