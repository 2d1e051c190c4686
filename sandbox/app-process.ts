/**
 * How one process of the product is started from its production build. What lives is about 100 MB; by itself Node lets young garbage take
 * three times 16 MB and the heap grow to four times what lives before it looks, which is memory for nothing: a settlement of thousands
 * stays below 350 MB like this, at the same speed.
 */
export const APP_PROCESS = [
  "--disable-warning=ExperimentalWarning",
  "--max-semi-space-size=4",
  "--heap-growing-percent=50",
  "build/server/index.js",
];
