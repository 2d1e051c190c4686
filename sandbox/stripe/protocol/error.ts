// Refusals in the payment service's own words and shapes.
export interface ErrorDetail {
  type?: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error" | "rate_limit_error";
  code?: string;
  decline_code?: string;
  param?: string;
  payment_intent?: object;
  payment_method?: object;
  setup_intent?: object;
  charge?: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly detail: ErrorDetail;
  /** Parameter checks leave nothing under an idempotency key; everything after them does. */
  readonly stored: boolean;
  /** A declined card is an answer with effects: the failed charge stays on record. */
  readonly commits: boolean;
  constructor(status: number, message: string, detail: ErrorDetail = {}, how: { stored?: boolean; commits?: boolean } = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
    this.stored = how.stored ?? true;
    this.commits = how.commits ?? false;
  }
  body(requestId: string) {
    const { code } = this.detail;
    return {
      error: {
        ...this.detail,
        type: this.detail.type ?? "invalid_request_error",
        ...(code ? { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` } : {}),
        message: this.message,
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      },
    };
  }
}

export const refused = (message: string, detail: ErrorDetail = {}) => new ApiError(400, message, detail);
export const invalid = (message: string, detail: ErrorDetail = {}) => new ApiError(400, message, detail, { stored: false });
export const missing = (what: string, id: string, param = "id", status = 404) =>
  new ApiError(status, `No such ${what}: '${id}'`, { code: "resource_missing", param });
