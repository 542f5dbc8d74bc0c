/** The front door of registers that other nodes answer for. */
export { remoteSettings, remoteSource } from './ask-remote.ts';
