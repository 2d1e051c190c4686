export const reviewing = {};

export const reviewingNotice = {};
