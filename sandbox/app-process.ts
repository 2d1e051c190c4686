/**
 * How one process of the product is started from its production build. Its young garbage is small: of the 16 MB a half-space that Node allows by
 * itself, three of them and what outlives them there stay resident, a hundred megabytes for nothing.
 */
export const APP_PROCESS = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", "build/server/index.js"];
