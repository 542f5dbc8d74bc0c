/** The structured log: one line of JSON a happening, with the request id. Never a value of a record. */
import { pino, type Logger } from 'pino';

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, redact: ['req.headers.cookie', 'req.headers.authorization', 'password', 'token'] });
}
