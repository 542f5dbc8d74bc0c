/** Media types of a stream's answers. */

/** Head and pages as they are; the transport may compress the whole (RFC 9110 §8.4). */
export const PAGES = 'application/vnd.artery.pages';
/** The pages each as it is stored, a zstd frame (RFC 8878): nothing is compressed again for anybody. */
export const PACKED_PAGES = 'application/vnd.artery.pages+zstd';
