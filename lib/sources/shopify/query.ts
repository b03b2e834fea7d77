// What is asked of Shopify's Admin API, as GraphQL: only what is read, since a long history is a file of hundreds of
// thousands of lines. Amounts in the shop's own money, whose currency the total names once: its reports stand in it.
const money = "{ shopMoney { amount } }";
const visit = "{ id occurredAt landingPage referrerUrl source sourceType utmParameters { source medium campaign } }";

const head = `id name email processedAt updatedAt test edited taxesIncluded displayFinancialStatus
  totalPriceSet { shopMoney { amount currencyCode } } currentTotalPriceSet ${money} totalTaxSet ${money} totalShippingPriceSet ${money} totalRefundedSet ${money}
  discountCodes customer { id } shippingAddress { countryCodeV2 } billingAddress { countryCodeV2 }
  customerJourneySummary { ready firstVisit ${visit} lastVisit ${visit} }`;

const line = `id sku name quantity currentQuantity isGiftCard product { productType }
  originalUnitPriceSet ${money} discountAllocations { allocatedAmountSet ${money} } taxLines { priceSet ${money} }`;
const shippingLine = `taxLines { priceSet ${money} }`;
const refundLine = `quantity subtotalSet ${money} totalTaxSet ${money} lineItem { id }`;

const page = "pageInfo { hasNextPage endCursor }";
const refund = (first: number) => `refunds(first: ${first}) { id createdAt refundLineItems(first: 40) { nodes { ${refundLine} } ${page} }
  refundShippingLines(first: 5) { nodes { subtotalAmountSet ${money} taxAmountSet ${money} } } orderAdjustments(first: 5) { nodes { reason amountSet ${money} taxAmountSet ${money} } } }`;

const whole = `${head}
  lineItems(first: 40) { nodes { ${line} } ${page} } shippingLines(first: 5) { nodes { ${shippingLine} } } ${refund(30)}`;

/** A page of orders, sorted so that a walk loses none while orders change. */
export const ordersQuery = `query($first: Int!, $after: String, $sort: OrderSortKeys!, $search: String!) {
  orders(first: $first, after: $after, sortKey: $sort, query: $search) { nodes { ${whole} } ${page} }
}`;

/** Single orders, asked for together: o0, o1 … */
export function ordersById(ids: readonly string[]): string {
  return `{ ${ids.map((id, at) => `o${at}: order(id: "${id}") { ${whole} }`).join(" ")} }`;
}

/** Only their refunds, at most so many each. */
export function refundsById(ids: readonly string[], most: number): string {
  return `{ ${ids.map((id, at) => `o${at}: order(id: "${id}") { id updatedAt ${refund(most)} }`).join(" ")} }`;
}

export const moreLines = `query($id: ID!, $after: String) { order(id: $id) { lineItems(first: 100, after: $after) { nodes { ${line} } ${page} } } }`;
export const moreRefundLines = `query($id: ID!, $after: String) { node(id: $id) { ... on Refund { refundLineItems(first: 100, after: $after) { nodes { ${refundLine} } ${page} } } } }`;

/** A bulk operation writes connections as lines of their own, and takes none inside a list: of refunds only that there are some. */
export function bulkQuery(search: string): string {
  return `{ orders(query: ${JSON.stringify(search)}) { edges { node { ${head} refunds { id }
    lineItems { edges { node { ${line} } } } shippingLines { edges { node { ${shippingLine} } } } } } } }`;
}
export const runBulk = `mutation($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id } userErrors { message } }
}`;
export const pollBulk = "query($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode objectCount rootObjectCount url partialDataUrl } } }";

export const shopQuery = `{
  shop { name myshopifyDomain currencyCode ianaTimezone primaryDomain { host } }
  currentAppInstallation { accessScopes { handle } }
}`;
