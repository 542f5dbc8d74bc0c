/** The test dictionary ready for its emitters, with an address of its own. */
import type { Translate } from '../../platform/i18n.ts';
import type { Plan } from '../plan.ts';
import { prepareTargets, type Ready } from '../targets.ts';
import { testPlan } from './dictionary.ts';

export const BASE = 'https://data.example/county/';
const bare: Translate = (key) => key;

export const testTargets = (plan: Plan = testPlan(), baseIri: string | undefined = BASE): Ready =>
  prepareTargets(plan, {
    language: 'en',
    release: 3,
    baseIri,
    publisher: { en: 'The county', fr: 'Le comté' },
    translator: () => bare,
    isInvented: false,
  });
