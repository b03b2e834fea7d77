// The part of Shopify's Admin API that the demo can tell: a query that asks for more is refused as Shopify does.
import { buildSchema } from "graphql";

export const schema = buildSchema(`
  scalar DateTime
  scalar Money
  scalar URL
  scalar Decimal
  scalar UnsignedInt64
  enum OrderSortKeys { CREATED_AT ID ORDER_NUMBER PROCESSED_AT UPDATED_AT }
  enum BulkOperationStatus { CANCELED CANCELING COMPLETED CREATED EXPIRED FAILED RUNNING }
  interface Node { id: ID! }

  type Query {
    shop: Shop!
    order(id: ID!): Order
    orders(first: Int, after: String, sortKey: OrderSortKeys = PROCESSED_AT, reverse: Boolean = false, query: String): OrderConnection!
    ordersCount(query: String, limit: Int = 10000): Count
    node(id: ID!): Node
    bulkOperation(id: ID!): BulkOperation
    currentBulkOperation: BulkOperation
    currentAppInstallation: AppInstallation!
  }
  type Mutation {
    bulkOperationRunQuery(query: String!, groupObjects: Boolean = false): BulkOperationRunQueryPayload
    bulkOperationCancel(id: ID!): BulkOperationCancelPayload
  }
  type UserError { field: [String!] message: String! code: String }
  type BulkOperationRunQueryPayload { bulkOperation: BulkOperation userErrors: [UserError!]! }
  type BulkOperationCancelPayload { bulkOperation: BulkOperation userErrors: [UserError!]! }
  type BulkOperation implements Node {
    id: ID! status: BulkOperationStatus! errorCode: String createdAt: DateTime! completedAt: DateTime
    objectCount: UnsignedInt64! rootObjectCount: UnsignedInt64! fileSize: UnsignedInt64 url: URL partialDataUrl: URL query: String! type: String!
  }
  type AccessScope { handle: String! description: String! }
  type AppInstallation { id: ID! accessScopes: [AccessScope!]! }
  type Domain { host: String! url: URL! }
  type ShopPlan { publicDisplayName: String! shopifyPlus: Boolean! }
  type Shop implements Node {
    id: ID! name: String! email: String! myshopifyDomain: String! primaryDomain: Domain! url: URL! currencyCode: String!
    ianaTimezone: String! timezoneAbbreviation: String! taxesIncluded: Boolean! plan: ShopPlan!
  }
  type Count { count: Int! precision: String! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type MoneyV2 { amount: Decimal! currencyCode: String! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type Attribute { key: String! value: String }
  type Customer implements Node { id: ID! email: String numberOfOrders: UnsignedInt64! }
  type MailingAddress { countryCodeV2: String provinceCode: String city: String zip: String }

  type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }
  type Order implements Node {
    id: ID! legacyResourceId: UnsignedInt64! name: String! email: String createdAt: DateTime! processedAt: DateTime! updatedAt: DateTime!
    cancelledAt: DateTime cancelReason: String closedAt: DateTime test: Boolean! edited: Boolean! sourceName: String confirmed: Boolean!
    currencyCode: String! presentmentCurrencyCode: String! taxesIncluded: Boolean! displayFinancialStatus: String displayFulfillmentStatus: String!
    totalPriceSet: MoneyBag! currentTotalPriceSet: MoneyBag! subtotalPriceSet: MoneyBag currentSubtotalPriceSet: MoneyBag!
    totalDiscountsSet: MoneyBag totalTaxSet: MoneyBag currentTotalTaxSet: MoneyBag! totalShippingPriceSet: MoneyBag!
    totalRefundedSet: MoneyBag! totalRefundedShippingSet: MoneyBag! netPaymentSet: MoneyBag! totalTipReceivedSet: MoneyBag! totalOutstandingSet: MoneyBag!
    discountCodes: [String!]! discountCode: String customer: Customer registeredSourceUrl: URL customAttributes: [Attribute!]! tags: [String!]! note: String
    shippingAddress: MailingAddress billingAddress: MailingAddress
    customerJourneySummary: CustomerJourneySummary
    lineItems(first: Int, after: String): LineItemConnection!
    shippingLines(first: Int, after: String): ShippingLineConnection!
    taxLines: [TaxLine!]!
    refunds(first: Int): [Refund!]!
  }
  type TaxLine { title: String! rate: Float ratePercentage: Float priceSet: MoneyBag! }
  type ShippingLineConnection { edges: [ShippingLineEdge!]! nodes: [ShippingLine!]! pageInfo: PageInfo! }
  type ShippingLineEdge { cursor: String! node: ShippingLine! }
  type ShippingLine { id: ID title: String! originalPriceSet: MoneyBag! discountedPriceSet: MoneyBag! taxLines: [TaxLine!]! }
  type DiscountAllocation { allocatedAmountSet: MoneyBag! }
  type Product implements Node { id: ID! productType: String! title: String! vendor: String! }
  type ProductVariant implements Node { id: ID! sku: String title: String! }
  type LineItemConnection { edges: [LineItemEdge!]! nodes: [LineItem!]! pageInfo: PageInfo! }
  type LineItemEdge { cursor: String! node: LineItem! }
  type LineItem implements Node {
    id: ID! sku: String title: String! name: String! quantity: Int! currentQuantity: Int! refundableQuantity: Int! isGiftCard: Boolean! vendor: String
    product: Product variant: ProductVariant taxable: Boolean!
    originalUnitPriceSet: MoneyBag! originalTotalSet: MoneyBag! totalDiscountSet: MoneyBag!
    discountedTotalSet(withCodeDiscounts: Boolean = false): MoneyBag!
    discountAllocations: [DiscountAllocation!]! taxLines(first: Int): [TaxLine!]!
  }
  type UTMParameters { source: String medium: String campaign: String content: String term: String }
  type CustomerVisit implements Node {
    id: ID! occurredAt: DateTime! landingPage: URL referrerUrl: URL referralCode: String source: String! sourceType: String sourceDescription: String utmParameters: UTMParameters
  }
  type CustomerJourneySummary { ready: Boolean! customerOrderIndex: Int daysToConversion: Int momentsCount: Count firstVisit: CustomerVisit lastVisit: CustomerVisit }
  type Refund implements Node {
    id: ID! legacyResourceId: UnsignedInt64! createdAt: DateTime updatedAt: DateTime! note: String totalRefundedSet: MoneyBag!
    refundLineItems(first: Int, after: String): RefundLineItemConnection!
    refundShippingLines(first: Int, after: String): RefundShippingLineConnection!
    orderAdjustments(first: Int, after: String): OrderAdjustmentConnection!
    transactions(first: Int, after: String): OrderTransactionConnection!
  }
  type RefundLineItemConnection { edges: [RefundLineItemEdge!]! nodes: [RefundLineItem!]! pageInfo: PageInfo! }
  type RefundLineItemEdge { cursor: String! node: RefundLineItem! }
  type RefundLineItem { id: ID quantity: Int! restockType: String! restocked: Boolean! subtotalSet: MoneyBag! totalTaxSet: MoneyBag! priceSet: MoneyBag! lineItem: LineItem! }
  type RefundShippingLineConnection { edges: [RefundShippingLineEdge!]! nodes: [RefundShippingLine!]! pageInfo: PageInfo! }
  type RefundShippingLineEdge { cursor: String! node: RefundShippingLine! }
  type RefundShippingLine { id: ID subtotalAmountSet: MoneyBag! taxAmountSet: MoneyBag! shippingLine: ShippingLine! }
  type OrderAdjustmentConnection { edges: [OrderAdjustmentEdge!]! nodes: [OrderAdjustment!]! pageInfo: PageInfo! }
  type OrderAdjustmentEdge { cursor: String! node: OrderAdjustment! }
  type OrderAdjustment implements Node { id: ID! reason: String amountSet: MoneyBag! taxAmountSet: MoneyBag! }
  type OrderTransactionConnection { edges: [OrderTransactionEdge!]! nodes: [OrderTransaction!]! pageInfo: PageInfo! }
  type OrderTransactionEdge { cursor: String! node: OrderTransaction! }
  type OrderTransaction implements Node { id: ID! kind: String! status: String! processedAt: DateTime amountSet: MoneyBag! gateway: String }
`);
