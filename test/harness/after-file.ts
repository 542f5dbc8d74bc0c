/** Read before every file of tests, whatever they share. */
import { afterAll } from 'vitest';
import { endFile } from './end-of-file.ts';

afterAll(endFile);
