/** Ids among right-to-left words: kept in one piece by Unicode isolates (UAX #9 §2.4). */

/** `384-QD/TW`, `YC-05`, `60/2024/QH15`: letters and figures with marks between; without isolates their parts change places. */
const ID = /[\p{Script=Latin}\d]+(?:[-/.:_][\p{Script=Latin}\d]+)+/gu;
const LEFT_TO_RIGHT = '\u2066';
const END = '\u2069';

/** Sets such ids apart; a text without any comes back as it is. */
export function isolateIds(text: string): string {
  return text.replace(ID, (id: string, at: number) => {
    const isMixed = /\d/.test(id) && /\p{Script=Latin}/u.test(id);
    const isApart = text[at - 1] === LEFT_TO_RIGHT;
    return isMixed && !isApart ? `${LEFT_TO_RIGHT}${id}${END}` : id;
  });
}
