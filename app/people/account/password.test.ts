import { expect, test } from "vitest";
import { isCommonPassword } from "#app/people/account/password.ts";

test.each([
  "password",
  "Password1!",
  "P@ssw0rd2024",
  "12345678",
  "11111111",
  "abcd1234",
  "qwertyuiop",
  "1qaz2wsx",
  "1q2w3e4r",
  "19900101",
  "iloveyou520",
  "woaini1314",
  "Admin@123",
  "letmein123",
  "zxcvbnm123",
  "a1b2a1b2",
  "88888888",
  "abc123456",
  "dragon99",
  "monkeymonkey",
  "asdfghjkl1",
  "lanzhou2024",
])("%s is among the first that would be tried", (password) => expect(isCommonPassword(password)).toBe(true));

test.each(["correct-horse-7-river", "黄河边的第三座桥", "vT9$kqLm2x", "gentle harbour quilt"])("%s is not", (password) =>
  expect(isCommonPassword(password)).toBe(false),
);

test("one's own name and address are", () => {
  expect(isCommonPassword("wangxiaolan1", ["王小兰", "wangxiaolan@example.test"])).toBe(true);
  expect(isCommonPassword("wangxiaolan-bakes-bread", ["wangxiaolan@example.test"])).toBe(false);
});
