export const pledging = {};

export const pledgingNotice = {};
