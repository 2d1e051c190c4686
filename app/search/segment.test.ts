import { expect, test } from "vitest";
import { question, tokens } from "#app/search/segment.ts";

const finds = (text: string, asked: string) => {
  const have = new Set(tokens(text));
  const q = question(asked);
  if (q === null) return false;
  return q.split(" & ").every((term) => {
    const prefix = term.endsWith(":*");
    const word = term.replace(/:\*$/, "").slice(1, -1);
    return prefix ? [...have].some((t) => t.startsWith(word)) : have.has(word);
  });
};

test.each([
  ["微信小程序商城开发", "小程序"],
  ["微信小程序商城开发", "小程序 开发"],
  ["品牌标志设计与VI手册", "标志设计"],
  ["品牌标志设计与VI手册", "vi"],
  ["为咖啡馆设计Logo及包装", "logo"],
  ["Build a React Native app", "react"],
  ["Build a React Native app", "nati"],
  ["注塑模具开模500件", "开模"],
  ["注塑模具开模500件", "500"],
  ["财务代理记账", "记账"],
  ["财务代理记账", "账"],
])("%s is found by %s", (text, asked) => {
  expect(finds(text, asked)).toBe(true);
});

test("every two or more neighbouring characters of a text find it", () => {
  const text = "面向初创企业的供应链财务系统与数据看板";
  for (let from = 0; from < text.length - 1; from++)
    for (let to = from + 2; to <= Math.min(text.length, from + 6); to++)
      expect(finds(text, text.slice(from, to)), text.slice(from, to)).toBe(true);
});

test("what is not there is not found, and signs alone ask nothing", () => {
  expect(finds("品牌标志设计", "模具")).toBe(false);
  expect(question("  !!! ' & | \\ ")).toBeNull();
  expect(question("o'neil & co")).not.toBeNull();
});
