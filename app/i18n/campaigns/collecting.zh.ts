export const collecting = {};

export const collectingNotice = {};
