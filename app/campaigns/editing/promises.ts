import { plainWord } from "#app/people/desk/word.ts";

/**
 * Words that a campaign may not use, or is warned about. A reward is a thing, a service or an experience: whoever promises money, shares
 * or interest for a pledge is refused. Words of advertising that the law forbids are pointed out before the review.
 */
const moneyPromises =
  /保本|稳赚|年化|收益率|固定收益|分红|股权|股份|期权|利息|返利|返现|回购|提现|现金券|guaranteed returns?|equity|dividends?|profit[- ]shar(?:e|ing)|revenue[- ]shar(?:e|ing)|interest payments?|buy[- ]?back|cash[- ]?back/giu;
/** "不享有股权", "no equity": said to exclude it. */
const denied = /(?:不|无|没有|并非|非|禁止|勿|\bno\b|\bnot\b|\bnever\b|\bwithout\b)[^\u3002\uFF01\uFF1B.!;\n]{0,12}$/iu;

const loudWords =
  /国家级|世界级|全网唯一|独一无二|极品|顶级|最佳|最好|最高级|最先进|最强|最优|最大|最低价|最便宜|最安全|最受欢迎|第一品牌|排名第一|销量第一|全国第一|行业第一|\b(?:the )?world'?s (?:best|first|most)\b|\bnumber one\b|\bno\.? ?1\b/giu;

const found = (texts: readonly string[], pattern: RegExp, unless?: RegExp) => [
  ...new Set(
    texts.flatMap((text) =>
      [...text.normalize("NFKC").matchAll(pattern)]
        .filter((match) => !unless?.test(text.normalize("NFKC").slice(0, match.index)))
        .map((match) => match[0]),
    ),
  ),
];

/** Promises of money, shares or interest in these texts. */
export const moneyPromisesIn = (texts: readonly string[]) => found(texts, moneyPromises, denied);
/** Superlatives that advertising law forbids: a warning for the creator and a mark for the reviewer. */
export const loudWordsIn = (texts: readonly string[]) => found(texts, loudWords);
/** Is this text said in any letters at all? A picture needs words that describe it. */
export const saysSomething = (text: string) => plainWord(text).length >= 2;
