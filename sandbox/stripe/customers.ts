import type Stripe from "stripe";
import { emit } from "#sandbox/stripe/events.ts";
import { detach } from "#sandbox/stripe/payment-methods.ts";
import { endpoint, none } from "#sandbox/stripe/protocol/endpoint.ts";
import { listOf } from "#sandbox/stripe/protocol/list.ts";
import { get, hiddenOf, insert, newId, update, where } from "#sandbox/stripe/protocol/objects.ts";
import { emptyable, mergeMetadata, metadata, page, range, shape, text } from "#sandbox/stripe/protocol/params.ts";

const fields = shape({ email: emptyable(text), name: emptyable(text), description: emptyable(text), phone: emptyable(text), metadata });

const deletedCustomer = (id: string) => ({ id, object: "customer" as const, deleted: true as const });

export const customerEndpoints = [
  endpoint("POST /v1/customers", fields, ({ sandbox }, params) => {
    const customer: Stripe.Customer = {
      id: newId("cus_", 14),
      object: "customer",
      address: null,
      balance: 0,
      created: sandbox.clock.seconds(),
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: params.description || null,
      discount: null,
      email: params.email || null,
      invoice_prefix: newId("", 8).toUpperCase(),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      name: params.name || null,
      next_invoice_sequence: 1,
      phone: params.phone || null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: "none",
      test_clock: null,
    };
    insert(sandbox, "customer", customer);
    emit(sandbox, "customer.created", customer);
    return customer;
  }),
  endpoint("GET /v1/customers/:id", none, ({ sandbox, path }) => {
    const id = path.id as string;
    return hiddenOf(sandbox, id).deleted ? deletedCustomer(id) : get(sandbox, "customer", id);
  }),
  endpoint("DELETE /v1/customers/:id", none, ({ sandbox, path }) => {
    const customer = get(sandbox, "customer", path.id as string);
    for (const method of where(sandbox, "payment_method", "customer", customer.id)) detach(sandbox, method);
    emit(sandbox, "customer.deleted", customer);
    // The row stays, so that what names the customer can still tell who that was; lists and calls find it no more.
    sandbox.store.run(
      "UPDATE object SET type = 'deleted_customer', hidden = ? WHERE id = ?",
      JSON.stringify({ deleted: true }),
      customer.id,
    );
    return deletedCustomer(customer.id);
  }),
  endpoint("POST /v1/customers/:id", fields, ({ sandbox, path }, params) => {
    const old = get(sandbox, "customer", path.id as string);
    const next = (name: "email" | "name" | "description" | "phone") =>
      params[name] === undefined ? (old[name] ?? null) : params[name] || null;
    const customer = update(sandbox, "customer", old.id, {
      email: next("email"),
      name: next("name"),
      description: next("description"),
      phone: next("phone"),
      metadata: mergeMetadata(old.metadata, params.metadata),
    });
    emit(sandbox, "customer.updated", customer);
    return customer;
  }),
  endpoint("GET /v1/customers", shape({ ...page, created: range, email: text }), ({ sandbox }, { email, ...rest }) =>
    listOf(sandbox, "customer", "/v1/customers", rest, { email }),
  ),
];
