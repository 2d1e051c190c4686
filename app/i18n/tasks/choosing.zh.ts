export const choosing = {};
