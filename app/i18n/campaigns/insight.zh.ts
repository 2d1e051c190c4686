export const insight = {};

export const insightNotice = {};
