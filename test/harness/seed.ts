/** Draws the cases of every property from one seed, so that a run on another machine judges the same ones. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['ARTERY_SEED']) });
