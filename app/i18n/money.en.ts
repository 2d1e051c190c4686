import type { money as zh } from "#app/i18n/money.zh.ts";

export const money = {
  notice: {
    parked: "A money order of {{amountFen, money}} does not agree with the payment service and was stopped; please look into it",
    unknownTransaction: "The payment service moved money for an unknown reason; it stands in suspense, please look into it",
    balanceOff: "The payment service holds {{theirsFen, money}}, the books say {{oursFen, money}}; please look into it",
  },
} satisfies typeof zh;
