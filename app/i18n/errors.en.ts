import type { field as zhField, refusal as zhRefusal } from "#app/i18n/errors.zh.ts";

export const field = {
  required: "Please fill this in",
  invalid: "This is not valid, please check it",
  tooShort: "At least {{min}} characters",
  tooLong: "At most {{max}} characters",
  tooFew: "At least {{min}}",
  tooMany: "At most {{max}}",
  tooSmall: "Not less than {{min}}",
  tooLarge: "Not more than {{max}}",
  between: "A whole number from {{min}} to {{max}}",
  wholeNumber: "A whole number, please",
  money: "An amount such as 1234.50",
  moneyMin: "Not less than {{minFen, money}}",
  moneyMax: "Not more than {{maxFen, money}}",
  email: "A valid e-mail address, please",
  url: "An address that begins with http:// or https://",
  choose: "Please choose one",
} satisfies typeof zhField;

export const refusal = {
  notFound: "Not found, or not yours to see",
  notAllowed: "You are not allowed to do this",
  signInFirst: "Please sign in first",
  tooMany: "Too many attempts; try again in {{seconds}} s",
  wrongState: "This can no longer be done; the page now shows the current state",
  changedMeanwhile: "This has just changed; please check it and send again",
  unreadable: "What was sent could not be read; please try again",
  payloadTooLarge: "What was sent is too large",
  fileTooLarge: "The file “{{name}}” is larger than {{maxMb}} MB",
  fileType: "Files like “{{name}}” are not accepted",
  tooManyFiles: "At most {{max}} files",
} satisfies typeof zhRefusal;
