/** Words are plain: no markup that a page might run, no characters that show a text otherwise than it is. */

/** Tags of HTML and whatever has attributes; `<uuid>` in a sentence is a placeholder. */
export const MARKUP =
  /<\/?(?:a|abbr|b|blockquote|body|br|button|code|div|em|embed|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|math|meta|object|ol|p|pre|script|small|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)\b[^<>]*>|<[a-z][\w-]*\s[^<>]*=[^<>]*>|<!--[\s\S]*?-->/gi;

// Controls, and the embeddings and overrides of direction (Unicode UAX #9 §2): marks such as U+200F are words' own.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** Code of a finding, or undefined for plain words. */
export function faultOfWords(text: string): 'markup-in-text' | 'hidden-character' | undefined {
  // Almost no text has either; one look for the first letter of a tag spares the long search.
  if (text.includes('<') && text.search(MARKUP) >= 0) return 'markup-in-text';
  return HIDDEN.test(text) ? 'hidden-character' : undefined;
}
