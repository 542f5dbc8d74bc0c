/** The overlay as it is shown: with what is set aside, in words. */
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import { currentRelease, getRelease } from '../current-release.ts';
import { diffPlans } from '../diff.ts';
import * as store from '../store/overlay.ts';
import { releaseKey } from '../take-release.ts';
import type { Clash } from './model.ts';
import type { OverlayClash, OverlayView } from './overlay-contract.ts';

export const wordClash = (clash: Clash, t: Translate): OverlayClash => ({
  ...clash,
  said: t(`overlay:clashes.${clash.conflict}`, wordsOf(clash, t)),
  remedy: t(`overlay:remedies.${clash.conflict}`, wordsOf(clash, t)),
});

const wordsOf = ({ by, attribute, local, central, key, conflict }: Clash, t: Translate) => ({
  key,
  by: by ?? '',
  local: local ?? '',
  central: central === undefined || central === '' ? t('overlay:nothing') : central,
  // What a compiler found wrong has words of its own.
  attribute:
    conflict === 'invalid' ? t(`dictionary:checks.${attribute ?? ''}`, { value: local ?? '' }) : (attribute ?? ''),
});

export async function viewOverlay(context: Context, t: Translate): Promise<OverlayView> {
  const { db } = context;
  const release = await currentRelease(db);
  const overlay = await store.newest(db);
  const holding = overlay && (await store.findEffective(db, release.number, overlay.version));
  return {
    version: overlay?.version ?? 0,
    follows: (await releaseKey(context)) !== undefined,
    release: release.number,
    edition: release.edition,
    hash: release.hash,
    ...(overlay && { content: overlay.content }),
    entries: overlay?.entries ?? 0,
    applied: holding?.applied ?? 0,
    clashes: (holding?.clashes ?? []).map((clash) => wordClash(clash, t)),
    history: (await store.versions(db)).map(({ body: _body, ...version }) => version),
  };
}

/** How what holds here differs from the release as it was published. */
export async function diffOverlay({ db }: Pick<Context, 'db'>) {
  const here = await currentRelease(db);
  return diffPlans((await getRelease(db, here.number)).plan, here.plan);
}
