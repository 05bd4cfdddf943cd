export const BYTES_PER_GIB = 2 ** 30;
