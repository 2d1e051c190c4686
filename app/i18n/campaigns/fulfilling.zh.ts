export const fulfilling = {};

export const fulfillingNotice = {};
