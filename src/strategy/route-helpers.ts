/** What routes of several parts ask of a request that takes a file away. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';

/** Printed on exports of a trial edition. */
export const watermarkOf = ({ profile }: Context, t: (key: string) => string): string | undefined =>
  profile.demo ? t('platform:watermark') : undefined;

/** The language asked for, else the caller's. */
export const languageOf = (asked: string | undefined, request: FastifyRequest): string => asked ?? request.language;
