import type { SetupStep } from "#lib/sources/source.ts";

const scopes = "read_orders, read_all_orders, read_products and read_customers";

/** Shopify has two kinds of apps for one's own shop; which one there is decides what has to be done. */
export const setup: readonly SetupStep[] = [
  {
    text: "Is there already a private app for this shop, made in the shop's admin before 2026?",
    choices: [
      {
        answer: "No, or I don't know",
        steps: [
          { text: "Open the Dev Dashboard with the account that owns the shop, and create an app.", link: "https://dev.shopify.com/dashboard" },
          { text: `In the app's version add the scopes ${scopes}, and release it. Without read_all_orders Shopify tells the last 60 days only.` },
          { text: "Under API access ask for protected customer data with the field e-mail: Storecast keeps no address, it only sees by it who is a returning customer. Without it customers are told apart by Shopify's number." },
          { text: "Install the app on your shop. App and shop must belong to the same organisation." },
          { text: "Copy client ID and client secret from the app's settings into the fields." },
        ],
      },
      {
        answer: "Yes",
        steps: [
          { text: "In the shop's admin open Settings, Apps, Develop apps, and choose the app.", link: "https://admin.shopify.com/" },
          { text: `Under Configuration see that it has the scopes ${scopes}.` },
          { text: "Copy its Admin API access token, which begins with shpat_. It was shown once, when the app was installed: if nobody kept it, make a new app as above." },
        ],
      },
    ],
  },
];
