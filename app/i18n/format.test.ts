import { expect, test } from "vitest";
import { dateTimeToInput, fenToInput, formatBytes, formatDateTime, formatDuration, formatFen, formatWeekday } from "./format.ts";

test("money in both directions", () => {
  expect(formatFen(123450n)).toBe("¥1,234.50");
  expect(formatFen(5n)).toBe("¥0.05");
  expect(formatFen(-100000000n)).toBe("−¥1,000,000.00");
  expect(formatFen("99999999999999")).toBe("¥999,999,999,999.99");
  expect(fenToInput(123450n)).toBe("1234.50");
  expect(fenToInput(-5n)).toBe("-0.05");
});

test("moments are Beijing moments, also across midnight", () => {
  expect(formatDateTime("2026-11-23T16:05:00Z")).toBe("2026-11-24 00:05");
  expect(dateTimeToInput(new Date("2026-12-31T16:00:00Z"))).toBe("2027-01-01T00:00");
  expect(formatWeekday("2026-11-22T16:00:00Z", "zh")).toBe("周一");
  expect(formatWeekday("2026-11-22T15:59:59Z", "en")).toBe("Sun");
});

test("a span names its two largest units", () => {
  expect(formatDuration(((2 * 24 + 3) * 60 + 59) * 60_000, "zh")).toBe("2 天 3 小时");
  expect(formatDuration(3_600_000, "en")).toBe("1 h");
  expect(formatDuration(12 * 60_000 + 30_999, "en")).toBe("12 min 30 s");
  expect(formatDuration(999, "zh")).toBe("0 秒");
  expect(formatDuration(-5, "zh")).toBe("0 秒");
});

test("sizes", () => {
  expect([0, 1023, 1024, 10 * 1024 * 1024].map(formatBytes)).toEqual(["0 B", "1023 B", "1 KB", "10.0 MB"]);
});
