import type { RefusalCode } from "#app/refusal.ts";

/** Sentences beside a field. Its keys are the codes that schemas may use. */
export const field = {
  required: "请填写此项",
  invalid: "内容无效，请重新填写",
  tooShort: "至少 {{min}} 个字",
  tooLong: "最多 {{max}} 个字",
  tooFew: "至少 {{min}} 项",
  tooMany: "最多 {{max}} 项",
  tooSmall: "不能小于 {{min}}",
  tooLarge: "不能大于 {{max}}",
  between: "请填写 {{min}} 到 {{max}} 之间的整数",
  wholeNumber: "请填写整数",
  money: "请填写金额，例如 1234.50",
  moneyMin: "不能低于 {{minFen, money}}",
  moneyMax: "不能高于 {{maxFen, money}}",
  email: "请填写有效的邮箱地址",
  url: "请填写以 http:// 或 https:// 开头的网址",
  choose: "请选择一项",
};
export type FieldCode = keyof typeof field;

/** Sentences of every expected "no". */
export const refusal = {
  notFound: "没有找到，或者您无权查看",
  notAllowed: "您没有执行此操作的权限",
  signInFirst: "请先登录",
  tooMany: "操作过于频繁，请 {{seconds}} 秒后再试",
  wrongState: "当前状态不能执行此操作，页面已为您更新",
  changedMeanwhile: "内容刚刚被更新，请核对后再提交",
  unreadable: "提交的内容无法读取，请重试",
  payloadTooLarge: "提交的内容过大",
  fileTooLarge: "文件“{{name}}”超过 {{maxMb}} MB",
  fileType: "不支持文件“{{name}}”的类型",
  tooManyFiles: "最多上传 {{max}} 个文件",
} satisfies Record<RefusalCode, string>;
